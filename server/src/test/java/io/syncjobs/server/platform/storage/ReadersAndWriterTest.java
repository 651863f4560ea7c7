package io.syncjobs.server.platform.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.syncjobs.server.support.Database;
import io.syncjobs.server.support.TestServer;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

class ReadersAndWriterTest {

  private static final String WRITE =
      "INSERT INTO tenant_clocks (tenant_id, ahead, stands) VALUES (?, 'PT0S', 0)";

  private final TestServer server = Database.SQLITE.server();
  private final JdbcClient jdbc = server.bean(JdbcClient.class);
  private final TransactionOperations transactions = server.bean(TransactionOperations.class);
  private final String tenant = TestServer.newId();

  /** Nobody would flush its commit to the disk. */
  @Test
  void refusesAWriteOutsideATransaction() {
    assertThatThrownBy(() -> jdbc.sql(WRITE).param(tenant).update())
        .isInstanceOf(DataAccessException.class)
        .hasRootCauseMessage(
            "[SQLITE_READONLY] Attempt to write a readonly database (attempt to write a readonly database)");
    assertThat(rows()).isZero();
  }

  @Test
  void readsWhatItsOwnTransactionHasWritten() {
    transactions.executeWithoutResult(transaction -> {
      jdbc.sql(WRITE).param(tenant).update();
      assertThat(rows()).isEqualTo(1);
      transaction.setRollbackOnly();
    });
    assertThat(rows()).isZero();
  }

  private long rows() {
    return jdbc.sql("SELECT count(*) FROM tenant_clocks WHERE tenant_id = ?")
        .param(tenant)
        .query(Long.class)
        .single();
  }
}
