"""One project in one fiscal year: everything that concerns it is a facet of one aggregate."""
