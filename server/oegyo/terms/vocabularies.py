"""The vocabularies of others, by the prefix that everyone knows them by: what their IRIs begin with."""

from __future__ import annotations

import pyoxigraph as ox

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
OWL = "http://www.w3.org/2002/07/owl#"
XSD = "http://www.w3.org/2001/XMLSchema#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
SH = "http://www.w3.org/ns/shacl#"
DCTERMS = "http://purl.org/dc/terms/"
SCHEMA = "http://schema.org/"
DQV = "http://www.w3.org/ns/dqv#"
VOID = "http://rdfs.org/ns/void#"
FOAF = "http://xmlns.com/foaf/0.1/"
QUDT = "http://qudt.org/vocab/unit/"
SDMX = "http://purl.org/linked-data/sdmx/2009/attribute#"
LDQD = "http://www.w3.org/2016/05/ldqd#"
DASH = "http://datashapes.org/dash#"
CSVW = "http://www.w3.org/ns/csvw#"
SD = "http://www.w3.org/ns/sparql-service-description#"

TYPE = ox.NamedNode(RDF + "type")
LABEL = ox.NamedNode(RDFS + "label")
PREF_LABEL = ox.NamedNode(SKOS + "prefLabel")
