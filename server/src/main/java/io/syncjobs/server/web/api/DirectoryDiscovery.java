package io.syncjobs.server.web.api;

import io.syncjobs.server.connector.scim.DiscoveredObject;
import io.syncjobs.server.connector.scim.ScimTargets;
import io.syncjobs.server.contract.ErrorCode;
import io.syncjobs.server.contract.Quoted;
import io.syncjobs.server.contract.Refusal;
import io.syncjobs.server.job.Owner;
import io.syncjobs.server.job.Templates;
import io.syncjobs.server.job.secret.SecretStore;
import io.syncjobs.server.platform.Sha256;
import io.syncjobs.server.platform.TenantClocks;
import io.syncjobs.server.web.api.mapper.DiscoveryMapper;
import java.util.List;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Asks the target of a schema which attributes it has. */
@Component
class DirectoryDiscovery {

  private final SecretStore secrets;
  private final ScimTargets scim;
  private final Templates templates;
  private final TenantClocks clocks;

  DirectoryDiscovery(
      SecretStore secrets, ScimTargets scim, Templates templates, TenantClocks clocks) {
    this.secrets = secrets;
    this.scim = scim;
    this.templates = templates;
    this.clocks = clocks;
  }

  /**
   * Completes the definition of a directory with what its service describes.
   *
   * @param document schema with the directory
   * @return a copy of the definition
   * @throws Refusal if there is no such directory, no rule writes to it, or its service can't be used
   */
  JsonNode discover(Owner owner, String templateId, ObjectNode document, String directoryId) {
    JsonNode directory = SchemaDirectories.get(document, directoryId);
    String name = directory.path("name").asString(directoryId);
    boolean isTarget = document
        .path("synchronizationRules")
        .valueStream()
        .anyMatch(rule -> rule.path("targetDirectoryName").asString("").equals(name));
    if (!isTarget) {
      throw refused(
          "The directory %s isn't the target of a rule, so there is no service to ask. Use the id or name of a targetDirectoryName.",
          name);
    }
    if (templates.isApiDriven(owner, templateId)) {
      throw refused(
          "The directory %s is the tenant's own, which has the attributes of its definition. Discover those of a job that writes to a service.",
          name);
    }
    List<DiscoveredObject> found = scim.discover(secrets.find(owner));
    if (found.isEmpty()) {
      throw refused(
          "The service of the directory %s doesn't describe its attributes at /Schemas. Add them by a change of the directory.",
          name);
    }
    return DiscoveryMapper.complete(
        directory.asObject(),
        found,
        clocks.of(owner.tenantId()).instant(),
        Sha256.of(found.toString()).substring(0, 16));
  }

  private static Refusal refused(String message, String name) {
    return new Refusal(
        ErrorCode.NOT_DISCOVERABLE, "directoryId", message.formatted(Quoted.of(name)));
  }
}
