package io.syncjobs.server.job.secret;

import io.syncjobs.server.contract.Refusal;
import io.syncjobs.server.job.Owner;
import io.syncjobs.server.platform.Ids;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The table of secrets, one encrypted set per owner. Safe for use by many threads. */
@Repository
public class SecretStore {

  private static final String OWNED = "tenant_id = :tenant AND application_id = :application";

  private final JdbcClient jdbc;
  private final JsonMapper json;
  private final SecretKeys keys;
  private final Ids ids;

  SecretStore(JdbcClient jdbc, JsonMapper json, SecretKeys keys, Ids ids) {
    this.ids = ids;
    this.jdbc = jdbc;
    this.json = json;
    this.keys = keys;
  }

  /** All secrets of an owner. */
  public SecretSet find(Owner owner) {
    return read(owner, "SELECT sealed, version FROM secrets WHERE " + OWNED)
        .orElse(SecretSet.EMPTY);
  }

  /**
   * Replaces all secrets of an owner.
   *
   * @param version accepts the stored version, or the write is refused
   * @return the stored set
   * @throws Refusal if the stored version isn't accepted
   */
  @Transactional
  public SecretSet replace(Owner owner, Predicate<String> version, List<Secret> secrets) {
    // An update that changes nothing locks the row in both databases. Before the first save there
    // is no row.
    SecretSet before = read(
            owner,
            "UPDATE secrets SET version = version WHERE " + OWNED + " RETURNING sealed, version")
        .orElse(SecretSet.EMPTY);
    if (!version.test(before.version())) {
      throw Refusal.versionChanged();
    }
    SecretSet after = new SecretSet(secrets, ids.next(owner.tenantId(), Ids.Kind.VERSION));
    SecretKeys.Sealed sealed = keys.encrypt(name(owner), json.writeValueAsString(after.secrets()));
    jdbc.sql("""
            INSERT INTO secrets (tenant_id, application_id, sealed, key_id, version)
            VALUES (:tenant, :application, :sealed, :key, :version)
            ON CONFLICT (tenant_id, application_id)
            DO UPDATE SET sealed = excluded.sealed, key_id = excluded.key_id, version = excluded.version
            """)
        .param("tenant", owner.tenantId())
        .param("application", owner.applicationId())
        .param("sealed", sealed.text())
        .param("key", sealed.keyId())
        .param("version", after.version())
        .update();
    return after;
  }

  private Optional<SecretSet> read(Owner owner, String sql) {
    return jdbc.sql(sql)
        .param("tenant", owner.tenantId())
        .param("application", owner.applicationId())
        .query((row, number) -> new SecretSet(
            json.readValue(
                keys.decrypt(name(owner), row.getString("sealed")),
                new TypeReference<List<Secret>>() {}),
            row.getString("version")))
        .optional();
  }

  private static String name(Owner owner) {
    return name(owner.tenantId(), owner.applicationId());
  }

  /** Name of an owner within encrypted texts, so that secrets can't be copied to another owner's row. */
  static String name(String tenantId, String applicationId) {
    return tenantId + "/" + applicationId;
  }
}
