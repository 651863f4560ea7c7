package io.syncjobs.server;

import io.syncjobs.server.job.template.TemplateCatalog;
import io.syncjobs.server.platform.startup.PreparedBeans;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** The server's entry point. */
@SpringBootApplication
public class SyncJobsServer {

  public static void main(String[] args) {
    // Read by another processor meanwhile; the start waits for them where it needs them.
    new Thread(TemplateCatalog::packaged, "templates").start();
    SpringApplication server = new SpringApplication(SyncJobsServer.class);
    server.addListeners(new PreparedBeans());
    server.run(args);
  }
}
