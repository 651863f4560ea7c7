package io.syncjobs.server.api;

import io.syncjobs.server.api.generated.model.CredentialsValidation;
import io.syncjobs.server.api.wire.SecretWire;
import io.syncjobs.server.job.Owner;
import io.syncjobs.server.scim.ScimTargets;
import io.syncjobs.server.secret.SecretSet;
import io.syncjobs.server.secret.SecretStore;
import io.syncjobs.server.template.TemplateCatalog;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Tries the credentials of a request, or those that are saved. */
@Component
class CredentialsCheck {

  private static final String DEFAULT_TEMPLATE = "scim";

  private final SecretStore secrets;
  private final SecretWire wire;
  private final TemplateCatalog templates;
  private final ScimTargets scim;

  CredentialsCheck(
      SecretStore secrets, SecretWire wire, TemplateCatalog templates, ScimTargets scim) {
    this.secrets = secrets;
    this.wire = wire;
    this.templates = templates;
    this.scim = scim;
  }

  /**
   * Connects to the target as a job of a template would.
   *
   * @param templateId null for the default one
   * @throws io.syncjobs.server.template.UnknownTemplateException if there is no such template
   * @throws io.syncjobs.server.connector.TargetException if the target can't be used
   */
  void check(Owner owner, CredentialsValidation body, @Nullable String templateId) {
    templates.get(templateId == null ? DEFAULT_TEMPLATE : templateId);
    scim.check(
        Boolean.TRUE.equals(body.getUseSavedCredentials().orElse(false))
            ? secrets.find(owner)
            : new SecretSet(
                wire.read(
                    Objects.requireNonNullElse(body.getCredentials().orElse(List.of()), List.of()),
                    "credentials"),
                "given"));
  }
}
