package io.syncjobs.server.web.api;

import io.syncjobs.server.connector.TargetException;
import io.syncjobs.server.connector.scim.ScimTargets;
import io.syncjobs.server.contract.ErrorCode;
import io.syncjobs.server.contract.Refusal;
import io.syncjobs.server.job.Owner;
import io.syncjobs.server.job.secret.Secret;
import io.syncjobs.server.job.secret.SecretSet;
import io.syncjobs.server.job.secret.SecretStore;
import io.syncjobs.server.web.api.generated.SecretsApiDelegate;
import io.syncjobs.server.web.api.generated.model.Synchronization;
import io.syncjobs.server.web.api.generated.model.SynchronizationSecretCollectionResponse;
import io.syncjobs.server.web.api.generated.model.SynchronizationSecretsReplace;
import io.syncjobs.server.web.api.mapper.ETagMapper;
import io.syncjobs.server.web.api.mapper.SecretMapper;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;

/** Lists and replaces secrets. */
@Component
class SecretsDelegate implements SecretsApiDelegate {

  private final SecretStore secrets;
  private final SecretMapper mapper;
  private final ScimTargets scim;
  private final GraphLinks links;

  SecretsDelegate(SecretStore secrets, SecretMapper mapper, ScimTargets scim, GraphLinks links) {
    this.secrets = secrets;
    this.mapper = mapper;
    this.scim = scim;
    this.links = links;
  }

  @Override
  public ResponseEntity<SynchronizationSecretCollectionResponse> listSecrets(
      String applicationsId, @Nullable String clientRequestId, @Nullable String ifNoneMatch) {
    Owner owner = Keys.owner(applicationsId);
    SecretSet found = secrets.find(owner);
    return ResponseEntity.ok()
        .eTag(ETagMapper.write(found.version()))
        .body(new SynchronizationSecretCollectionResponse()
            .atOdataContext(links.collectionContext(owner.applicationId(), "secrets"))
            .value(found.secrets().stream().map(SecretMapper::write).toList()));
  }

  @Override
  public ResponseEntity<Synchronization> getSynchronization(
      String applicationsId, @Nullable String clientRequestId) {
    Owner owner = Keys.owner(applicationsId);
    return ResponseEntity.ok(new Synchronization()
        .atOdataContext(links.containerContext(owner.applicationId()))
        .id(owner.applicationId())
        .secrets(secrets.find(owner).secrets().stream().map(SecretMapper::write).toList()));
  }

  @Override
  public ResponseEntity<Void> replaceSecrets(
      String applicationsId,
      SynchronizationSecretsReplace body,
      @Nullable String clientRequestId,
      @Nullable String ifMatch) {
    List<Secret> given = mapper.read(body.getValue(), "value");
    requireUsable(given);
    SecretSet saved = secrets.replace(Keys.owner(applicationsId), ETagMapper.read(ifMatch), given);
    return ResponseEntity.noContent().eTag(ETagMapper.write(saved.version())).build();
  }

  /** Refuses what jobs could never use, rather than let them fail later. */
  private void requireUsable(List<Secret> given) {
    for (int i = 0; i < given.size(); i++) {
      try {
        scim.requireUsable(given.get(i));
      } catch (TargetException e) {
        // Nobody has asked the target whether it takes the token.
        ErrorCode code = e.problem() == TargetException.Problem.REJECTED_CREDENTIALS
            ? ErrorCode.INVALID_MEMBER
            : e.code();
        throw new Refusal(code, "value/" + i + "/value", String.valueOf(e.getMessage()));
      }
    }
  }

  @Override
  public ResponseEntity<Long> countSecrets(
      String applicationsId, @Nullable String clientRequestId) {
    return ResponseEntity.ok(
        (long) secrets.find(Keys.owner(applicationsId)).secrets().size());
  }
}
