package io.syncjobs.server;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** The server's entry point. */
@SpringBootApplication
public class SyncJobsServer {

  public static void main(String[] args) {
    SpringApplication.run(SyncJobsServer.class, args);
  }
}
