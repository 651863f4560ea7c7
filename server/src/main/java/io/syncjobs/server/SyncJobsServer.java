package io.syncjobs.server;

import io.syncjobs.server.platform.startup.PreparedBeans;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** The server's entry point. */
@SpringBootApplication
public class SyncJobsServer {

  public static void main(String[] args) {
    SpringApplication server = new SpringApplication(SyncJobsServer.class);
    server.addListeners(new PreparedBeans());
    server.run(args);
  }
}
