package io.syncjobs.server.comparison;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Runs a JMH benchmark once. Loads of a server run in this virtual machine, which is warm already; others get a new one.
 *
 * @param parameters parameters of the benchmark
 */
record Jmh(Class<?> benchmark, String method, int threads, Map<String, String> parameters) {

  /** Operations per second. */
  double perSecond() throws RunnerException {
    return run(Mode.Throughput).getPrimaryResult().getScore();
  }

  /** Microseconds per operation. */
  double micros() throws RunnerException {
    return 1e6 / perSecond();
  }

  /** Operations per second, and bytes allocated per operation. */
  double[] perSecondAndBytes() throws RunnerException {
    RunResult result = run(Mode.Throughput);
    return new double[] {
      result.getPrimaryResult().getScore(),
      result.getSecondaryResults().get("gc.alloc.rate.norm").getScore()
    };
  }

  /** The 50th and the 99th percentile of the milliseconds per operation. */
  double[] millis() throws RunnerException {
    var statistics = run(Mode.SampleTime).getPrimaryResult().getStatistics();
    return new double[] {statistics.getPercentile(50), statistics.getPercentile(99)};
  }

  /** Repeats the operation until it gets no faster, within a time limit. */
  void warm(Duration limit) throws RunnerException {
    double before = 0;
    for (int i = 0; i < limit.toSeconds(); i += 10) {
      ChainedOptionsBuilder options = options(Mode.Throughput)
          .warmupIterations(0)
          .measurementIterations(1)
          .measurementTime(TimeValue.seconds(10));
      double now = new Runner(options.build()).runSingle().getPrimaryResult().getScore();
      System.out.printf("warming: %s %.0f/s%n", method, now);
      if (now < before * 1.05) {
        return;
      }
      before = now;
    }
  }

  private RunResult run(Mode mode) throws RunnerException {
    ChainedOptionsBuilder options = options(mode)
        .warmupIterations(1)
        .warmupTime(TimeValue.seconds(benchmark == ClientCalls.class ? 6 : 1))
        .measurementIterations(1)
        .measurementTime(TimeValue.seconds(3));
    return new Runner(options.build()).runSingle();
  }

  private ChainedOptionsBuilder options(Mode mode) {
    ChainedOptionsBuilder options = new OptionsBuilder()
        .include(benchmark.getName().replace(".", "\\.") + "\\." + method + "$")
        .mode(mode)
        .timeUnit(mode == Mode.Throughput ? TimeUnit.SECONDS : TimeUnit.MILLISECONDS)
        .threads(threads)
        .forks(benchmark == HttpLoad.class ? 0 : 1)
        .shouldFailOnError(true)
        .verbosity(VerboseMode.SILENT);
    if (threads == 1) {
      options.addProfiler(GCProfiler.class);
    }
    parameters.forEach(options::param);
    return options;
  }
}
