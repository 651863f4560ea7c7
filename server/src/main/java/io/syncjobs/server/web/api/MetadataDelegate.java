package io.syncjobs.server.web.api;

import io.syncjobs.server.contract.Contract;
import io.syncjobs.server.contract.Csdl;
import io.syncjobs.server.web.api.generated.MetadataApiDelegate;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;

/** Describes the service to clients of OData. */
@Component
class MetadataDelegate implements MetadataApiDelegate {

  private final Contract contract;
  private volatile @Nullable String text;

  MetadataDelegate(Contract contract) {
    this.contract = contract;
  }

  @Override
  public ResponseEntity<String> getMetadata(@Nullable String clientRequestId) {
    String known = text;
    if (known == null) {
      known = Csdl.of(contract);
      text = known;
    }
    return ResponseEntity.ok(known);
  }
}
