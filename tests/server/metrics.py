"""What a deployment tells Prometheus, read by Prometheus' own parser."""

import http.client

from prometheus_client.parser import text_string_to_metric_families


class Numbers:
    """One scrape: samples by name and labels."""

    def __init__(self, text):
        self.text = text
        self.families = list(text_string_to_metric_families(text))
        self.samples = [sample for family in self.families for sample in family.samples]

    def sum(self, name, **labels):
        """Over the samples that have these labels, whatever else they have; 0 without any."""
        return sum(sample.value for sample in self.samples
                   if sample.name == name and labels.items() <= sample.labels.items())

    def labels(self, label):
        """All values of a label."""
        return {sample.labels[label] for sample in self.samples if label in sample.labels}


def ask(port, timeout=10):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=timeout)
    try:
        connection.request("GET", "/metrics")
        answer = connection.getresponse()
        return answer, answer.read().decode()
    finally:
        connection.close()


def scrape(port):
    answer, text = ask(port)
    assert answer.status == 200, text
    return Numbers(text)
