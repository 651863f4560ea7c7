package io.syncjobs.server.connector.directory;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Lists of the users, groups and members in tenants' directories, without deleted ones. Each tenant reads only its own directory. Safe for use by many
 * threads.
 */
@Repository
public class DirectoryLists {

  /** Approximate limit of a page's stored text, which has to fit into memory once for each concurrent request. */
  private static final int PAGE_CHARACTERS = 1 << 21;

  private static final int FETCH_SIZE = 200;

  private static final String EXISTING = "e.gone = FALSE AND e.deleted_at IS NULL";

  private static final String OF_TYPE =
      " FROM directory_entries e WHERE e.tenant_id = :tenant AND e.type = :type AND " + EXISTING;

  private static final String MEMBERS = """
       FROM directory_references r JOIN directory_entries e ON e.tenant_id = r.tenant_id AND e.id = r.to_id
      WHERE r.tenant_id = :tenant AND r.from_id = :group AND r.attribute = 'members' AND """ + " " + EXISTING;

  private final JdbcClient jdbc;
  private final JsonMapper json;

  DirectoryLists(JdbcClient jdbc, JsonMapper json) {
    this.jdbc = jdbc;
    this.json = json;
  }

  /**
   * A page of entries.
   *
   * @param entries as many as were asked for, or fewer if they are long; empty only if there are none
   * @param more whether more entries follow
   */
  public record Page(List<DirectoryObject> entries, boolean more) {

    /** Id of the last entry. */
    public String last() {
      return entries.get(entries.size() - 1).id();
    }
  }

  /** Reads a page of users or groups. */
  @Transactional(readOnly = true)
  public Page list(DirectoryQuery query) {
    DirectoryCondition condition = new DirectoryCondition(query.filter());
    JdbcClient.StatementSpec statement = condition.bind(jdbc.sql("SELECT e.*" + OF_TYPE
            + condition.sql() + after("e.id", query.after()) + " ORDER BY e.id LIMIT :limit")
        .withFetchSize(FETCH_SIZE));
    return page(
        statement.param("tenant", query.tenantId()).param("type", query.type()),
        query.after(),
        query.limit());
  }

  /** Counts users or groups. */
  public long count(String tenantId, String type, DirectoryFilter filter) {
    DirectoryCondition condition = new DirectoryCondition(filter);
    return condition
        .bind(jdbc.sql("SELECT count(*)" + OF_TYPE + condition.sql()))
        .param("tenant", tenantId)
        .param("type", type)
        .query(Long.class)
        .single();
  }

  /** Finds an entry by id; empty if there is none of this type, or it is deleted. */
  public Optional<DirectoryObject> find(String tenantId, String type, String id) {
    return jdbc.sql("SELECT e.*" + OF_TYPE + " AND e.id = :id")
        .param("tenant", tenantId)
        .param("type", type)
        .param("id", DirectoryReader.normalize(id))
        .query((row, number) -> entry(row))
        .optional();
  }

  /** Finds a user by id or userPrincipalName; empty if there is none, or the user is deleted. */
  @Transactional(readOnly = true)
  public Optional<DirectoryObject> findUser(String tenantId, String idOrName) {
    return find(tenantId, DirectoryAttributes.USER, idOrName)
        .or(() -> list(new DirectoryQuery(
                tenantId,
                DirectoryAttributes.USER,
                new DirectoryFilter.Test(DirectoryAttributes.NAME, false, idOrName),
                null,
                1))
            .entries()
            .stream()
            .findFirst());
  }

  /**
   * Reads a page of the direct members of a group, ordered by id.
   *
   * @param after id of the last member of the page before; null for the first page
   */
  @Transactional(readOnly = true)
  public Page members(String tenantId, String groupId, @Nullable String after, int limit) {
    return page(
        jdbc.sql(
                "SELECT e.*" + MEMBERS + after("r.to_id", after) + " ORDER BY r.to_id LIMIT :limit")
            .withFetchSize(FETCH_SIZE)
            .param("tenant", tenantId)
            .param("group", DirectoryReader.normalize(groupId)),
        after,
        limit);
  }

  /** Counts the direct members of a group. */
  public long countMembers(String tenantId, String groupId) {
    return jdbc.sql("SELECT count(*)" + MEMBERS)
        .param("tenant", tenantId)
        .param("group", DirectoryReader.normalize(groupId))
        .query(Long.class)
        .single();
  }

  private static String after(String column, @Nullable String after) {
    return after == null ? "" : " AND " + column + " > :after";
  }

  private Page page(JdbcClient.StatementSpec statement, @Nullable String after, int limit) {
    JdbcClient.StatementSpec limited = statement.param("limit", limit + 1);
    return (after == null ? limited : limited.param("after", after)).query(rows -> {
      List<DirectoryObject> entries = new ArrayList<>();
      int characters = 0;
      while (rows.next()) {
        if (entries.size() == limit || characters >= PAGE_CHARACTERS) {
          return new Page(entries, true);
        }
        characters += Objects.requireNonNull(rows.getString("attributes")).length();
        entries.add(entry(rows));
      }
      return new Page(entries, false);
    });
  }

  private DirectoryObject entry(ResultSet row) throws SQLException {
    return new DirectoryObject(row.getString("type"), row.getString("id"), (ObjectNode)
        json.readTree(Objects.requireNonNull(row.getString("attributes"))));
  }
}
