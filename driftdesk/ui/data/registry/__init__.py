"""All datasets: the landing page of the Data tab, and the storage that they take."""
