"""The request and the answer as HTTP has them: formats, parameters, language, headers, problems."""
