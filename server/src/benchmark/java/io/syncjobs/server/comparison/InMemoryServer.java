package io.syncjobs.server.comparison;

import io.syncjobs.server.SyncJobsServer;
import io.syncjobs.server.job.MemoryJobStore;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Primary;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.support.SimpleTransactionStatus;

/** The SyncJobs server with its jobs in memory, to measure it without a database. */
@Import(MemoryJobStore.class)
public class InMemoryServer {

  public static void main(String[] arguments) {
    new SpringApplication(SyncJobsServer.class, InMemoryServer.class).run(arguments);
  }

  @Bean
  @Primary
  PlatformTransactionManager none() {
    return new PlatformTransactionManager() {
      @Override
      public TransactionStatus getTransaction(@Nullable TransactionDefinition definition) {
        return new SimpleTransactionStatus();
      }

      @Override
      public void commit(TransactionStatus status) {}

      @Override
      public void rollback(TransactionStatus status) {}
    };
  }
}
