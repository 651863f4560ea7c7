package io.syncjobs.server.engine;

import static io.syncjobs.server.engine.Tenancy.group;
import static io.syncjobs.server.engine.Tenancy.user;
import static org.assertj.core.api.Assertions.assertThat;

import io.syncjobs.client.DirectoryListing;
import io.syncjobs.client.model.Group;
import io.syncjobs.client.model.SynchronizationJobSubject;
import io.syncjobs.server.support.ServerProcess;
import io.syncjobs.server.support.TestServer;
import io.syncjobs.server.support.target.ScimService;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How SQLite carries out the statements of a server: what they name, they must not search among all rows of a tenant or job. */
class QueryPlansTest {

  private static final Pattern STATEMENT = Pattern.compile(
      "Executing (?:prepared )?SQL (?:statement|query|update|batch update) \\[(.*?)](?: with a batch size of \\d+)?\\R",
      Pattern.DOTALL);

  /** A condition on an id that isn't one of those that all rows of a job share. */
  private static final Pattern NAMED =
      Pattern.compile("\\b(?!tenant_id|application_id|job_id)(?:\\w+_id|id) (?:= \\?|IN \\()");

  /** A search by nothing but those, unless it goes on after the id with which a page ended. */
  private static final Pattern BY_OWNER = Pattern.compile(
      "SEARCH \\w+ USING (?:COVERING )?INDEX \\w+ \\((?:(?:tenant_id|application_id|job_id)=\\?(?: AND )?)+(?:(?!id>)\\w+>\\?)?\\)");

  /** Rule of the template {@code scim} for users. */
  private static final String RULE = "6c409270-f78a-4bc6-af23-7cf3ab6482fe";

  @TempDir
  Path folder;

  @Test
  void whatAStatementNamesIsNotSearchedAmongAllRows() throws Exception {
    Path data = folder.resolve("data");
    String log;
    try (ServerProcess server = ServerProcess.startIn(data, settings());
        ScimService service = ScimService.GOLDFISH.start()) {
      String tenant = TestServer.newId();
      use(Tenancy.with(tenant, server.client(tenant), service.baseAddress(), service.token()));
      log = String.join("\n", server.log());
    }
    Set<String> statements = new TreeSet<>();
    STATEMENT.matcher(log).results().forEach(each -> statements.add(each.group(1)));

    try (Connection database = open(data)) {
      Map<String, List<String>> searches = new TreeMap<>();
      for (String statement : statements) {
        if (NAMED.matcher(statement).find()) {
          List<String> plan = plan(database, statement);
          if (plan.stream().anyMatch(BY_OWNER.asMatchPredicate())) {
            searches.put(statement, plan);
          }
        }
      }
      assertThat(statements).hasSizeGreaterThan(100);
      assertThat(searches).isEmpty();
      assertThat(column(database, """
              SELECT name FROM sqlite_schema WHERE type = 'index' AND tbl_name NOT LIKE 'flyway%'
              EXCEPT SELECT idx FROM sqlite_stat1
              """))
          .as("indexes that R__statistics.sql doesn't know")
          .isEmpty();
      assertThat(column(database, """
              SELECT idx FROM sqlite_stat1 EXCEPT SELECT name FROM sqlite_schema WHERE type = 'index'
              """))
          .as("indexes that R__statistics.sql knows and the database doesn't")
          .isEmpty();
    }
  }

  private static String[] settings() {
    List<String> settings = new ArrayList<>(TestServer.RUNNING);
    settings.add("--logging.level.org.springframework.jdbc.core.JdbcTemplate=debug");
    return settings.toArray(String[]::new);
  }

  private static void use(Tenancy tenancy) {
    tenancy.bring(user("boss"), user("ada", "boss"), user("bob", "boss"), group("g", "ada", "bob"));
    tenancy.runOutbound();
    tenancy.bring(user("ada", "bob").otherMember("displayName", "Ada"), group("g", "ada"));
    tenancy.runOutbound();
    tenancy.bring(
        user("bob").otherMember("active", false), user("boss").otherMember("active", false));
    tenancy.runOutbound();
    tenancy.outbound.restart(tenancy.outboundJob, "Escrows", "Watermark");
    tenancy.runOutbound();
    tenancy.outbound.restart(tenancy.outboundJob, "Full");
    tenancy.runOutbound();
    DirectoryListing ada = DirectoryListing.ALL.where("userPrincipalName eq 'ada@example.com'");
    String id = String.valueOf(tenancy.client.users().list(ada).items().get(0).getId());
    tenancy.outbound.provisionOnDemand(
        tenancy.outboundJob,
        RULE,
        new SynchronizationJobSubject().objectId(id).objectTypeName("User"));
    Group group = tenancy.client.groups().list().items().get(0);
    tenancy.client.groups().members(String.valueOf(group.getId()));
    tenancy.log();
    tenancy.client.application(tenancy.outboundApplication).escrows().list(tenancy.outboundJob);
    tenancy.inbound.delete(tenancy.inboundJob);
    tenancy.outbound.delete(tenancy.outboundJob);
  }

  private static Connection open(Path data) throws SQLException {
    return DriverManager.getConnection("jdbc:sqlite:" + data.resolve("syncjobs.db"));
  }

  private static List<String> plan(Connection database, String statement) throws SQLException {
    return column(database, "EXPLAIN QUERY PLAN " + statement.replace("?", "'?'"));
  }

  private static List<String> column(Connection database, String query) throws SQLException {
    List<String> values = new ArrayList<>();
    try (Statement statement = database.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      while (rows.next()) {
        values.add(rows.getString(rows.getMetaData().getColumnCount()));
      }
    }
    return values;
  }
}
