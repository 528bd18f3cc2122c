"""One file a service, named as botocore names it; each has SERVICE, what it answers. A new file is found by itself."""
