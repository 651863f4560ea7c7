package io.syncjobs.server.comparison;

import io.syncjobs.server.support.ServerProcess;
import io.syncjobs.server.web.monitoring.Endpoints;
import java.util.concurrent.Callable;

/** Counts the commits of a server that share a write to disk. */
final class Disk {

  private final Endpoints endpoints;
  private double commits;
  private double waits;

  Disk(ServerProcess server) {
    endpoints = new Endpoints(server.origin());
  }

  /** Counts commits and disk writes during a measurement, and returns its figure. */
  double count(Callable<Double> measurement) throws Exception {
    double commitsBefore = allCommits();
    double waitsBefore = allWaits();
    double figure = measurement.call();
    commits += allCommits() - commitsBefore;
    waits += allWaits() - waitsBefore;
    return figure;
  }

  /** The average number of commits per disk write, rounded up. */
  int group() {
    return (int) Math.ceil(commits / waits);
  }

  private double allCommits() {
    return endpoints.figure(
        "syncjobs_transactions_seconds_count",
        "outcome",
        "committed",
        "transaction",
        "JobEditing.create");
  }

  private double allWaits() {
    return endpoints.figure("syncjobs_disk_seconds_count");
  }
}
