"""Archives read by a Dask cluster: cut into pieces, each read by a worker into a part of its own, however often workers die."""
