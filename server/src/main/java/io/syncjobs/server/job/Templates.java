package io.syncjobs.server.job;

import io.syncjobs.server.contract.ErrorCode;
import io.syncjobs.server.contract.Refusal;
import io.syncjobs.server.job.template.Template;
import io.syncjobs.server.job.template.TemplateCatalog;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;

/** Templates that an application can use: those of the server, and its own, which have other ids. Safe for use by many threads. */
@Repository
public class Templates {

  private static final String OWNED = "tenant_id = :tenant AND application_id = :application";

  private final JdbcClient jdbc;
  private final JsonMapper json;
  private final TemplateCatalog catalog;

  Templates(JdbcClient jdbc, JsonMapper json, TemplateCatalog catalog) {
    this.jdbc = jdbc;
    this.json = json;
    this.catalog = catalog;
  }

  /** All templates, ordered by id. */
  public List<Template> all(Owner owner) {
    return Stream.concat(catalog.all().stream(), own(owner).stream())
        .sorted(Comparator.comparing(Template::id))
        .toList();
  }

  /** The application's own templates. */
  public List<Template> own(Owner owner) {
    return of("SELECT document FROM templates WHERE " + OWNED, owner)
        .query((row, number) -> read(row.getString("document")))
        .list();
  }

  /** Finds a template by its id, which is case-sensitive. */
  public Optional<Template> find(Owner owner, String id) {
    return catalog
        .find(id)
        .or(() -> of("SELECT document FROM templates WHERE " + OWNED + " AND id = :id", owner)
            .param("id", id)
            .query((row, number) -> read(row.getString("document")))
            .optional());
  }

  /**
   * The template that the body of a request names.
   *
   * @throws Refusal if there is no such template; its details list those that can be used
   */
  @Transactional(readOnly = true)
  public Template get(Owner owner, String id) {
    return find(owner, id)
        .orElseThrow(() -> new Refusal(
            ErrorCode.UNKNOWN_TEMPLATE,
            "templateId",
            "There is no template '" + id
                + "'. Use one of the ids in details; they are case-sensitive.",
            all(owner).stream()
                .map(known ->
                    new Refusal.Detail(ErrorCode.UNKNOWN_TEMPLATE, "templateId", known.id()))
                .toList()));
  }

  /** Tells whether jobs of a template read uploaded records. */
  public boolean isApiDriven(Owner owner, String id) {
    return find(owner, id)
        .map(Template::factoryTag)
        .filter(tag -> tag.startsWith(TemplateCatalog.API_DRIVEN))
        .isPresent();
  }

  /** Tells whether a template is one of the server's. */
  public boolean isShipped(String id) {
    return catalog.find(id).isPresent();
  }

  /** The server's template with a factory tag; that of SCIM if there is none. */
  public Template shippedWith(String factoryTag) {
    return catalog.all().stream()
        .filter(template -> factoryTag.equals(template.factoryTag()))
        .findFirst()
        .or(() -> catalog.find("scim"))
        .orElseThrow();
  }

  /** Adds a template of an application's own, unless it has one of that id. Returns whether it was added. */
  @Transactional
  public boolean insert(Owner owner, Template template) {
    return write(
            "INSERT INTO templates (tenant_id, application_id, id, document)"
                + " VALUES (:tenant, :application, :id, :document) ON CONFLICT DO NOTHING",
            owner,
            template)
        == 1;
  }

  /** Replaces a template of an application's own. */
  @Transactional
  public void save(Owner owner, Template template) {
    write(
        "UPDATE templates SET document = :document WHERE " + OWNED + " AND id = :id",
        owner,
        template);
  }

  private int write(String sql, Owner owner, Template template) {
    return of(sql, owner)
        .param("id", template.id())
        .param("document", json.writeValueAsString(template))
        .update();
  }

  /** Deletes a template of an application's own. */
  @Transactional
  public void delete(Owner owner, String id) {
    of("DELETE FROM templates WHERE " + OWNED + " AND id = :id", owner)
        .param("id", id)
        .update();
  }

  /** Locks the templates of an application, so that nobody else changes them until the end of the transaction. */
  @Transactional
  public void lock(Owner owner) {
    of("UPDATE templates SET id = id WHERE " + OWNED, owner).update();
  }

  private Template read(String document) {
    return json.readValue(document, Template.class);
  }

  private JdbcClient.StatementSpec of(String sql, Owner owner) {
    return jdbc.sql(sql)
        .param("tenant", owner.tenantId())
        .param("application", owner.applicationId());
  }
}
