package io.syncjobs.server.comparison;

import java.util.UUID;
import java.util.function.Function;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Creates by one caller through a client library. */
@State(Scope.Benchmark)
public class ClientCalls {

  @Param("")
  public String origin;

  @Param("OURS")
  public Client client;

  private Function<String, Object> create;

  @Setup
  public void open() {
    create = client.open(origin);
  }

  @Benchmark
  public Object create() {
    return create.apply(UUID.randomUUID().toString());
  }
}
