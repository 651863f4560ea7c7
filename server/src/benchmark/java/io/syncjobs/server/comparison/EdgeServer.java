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

/** Our server with its jobs in memory. */
@Import(MemoryJobStore.class)
public class EdgeServer {

  public static void main(String[] arguments) {
    new SpringApplication(SyncJobsServer.class, EdgeServer.class).run(arguments);
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
