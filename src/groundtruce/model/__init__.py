"""The nouns: frozen values without input or output. Import them from the module named after the noun."""
