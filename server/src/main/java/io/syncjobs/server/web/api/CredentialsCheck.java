package io.syncjobs.server.web.api;

import io.syncjobs.server.connector.scim.ScimTargets;
import io.syncjobs.server.job.Owner;
import io.syncjobs.server.job.Templates;
import io.syncjobs.server.job.secret.SecretSet;
import io.syncjobs.server.job.secret.SecretStore;
import io.syncjobs.server.web.api.generated.model.CredentialsValidation;
import io.syncjobs.server.web.api.mapper.SecretMapper;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Checks credentials, sent or saved, against the target. */
@Component
class CredentialsCheck {

  private static final String DEFAULT_TEMPLATE = "scim";

  private final SecretStore secrets;
  private final SecretMapper mapper;
  private final Templates templates;
  private final ScimTargets scim;

  CredentialsCheck(
      SecretStore secrets, SecretMapper mapper, Templates templates, ScimTargets scim) {
    this.secrets = secrets;
    this.mapper = mapper;
    this.templates = templates;
    this.scim = scim;
  }

  /**
   * Connects to the target with the credentials, as a job of the template would.
   *
   * @param templateId null for the default template
   * @throws io.syncjobs.server.contract.Refusal if the template doesn't exist or the target refuses
   */
  void check(Owner owner, CredentialsValidation body, @Nullable String templateId) {
    templates.get(owner, templateId == null ? DEFAULT_TEMPLATE : templateId);
    scim.check(
        Boolean.TRUE.equals(body.getUseSavedCredentials().orElse(false))
            ? secrets.find(owner)
            : new SecretSet(
                mapper.read(
                    Objects.requireNonNullElse(body.getCredentials().orElse(List.of()), List.of()),
                    "credentials"),
                "given"));
  }
}
