"""The record over HTTP: OGC API Features, the record's own resources, and the page that is built on them."""
