package io.syncjobs.server.web.api;

import io.syncjobs.server.audit.AuditFilter;
import io.syncjobs.server.audit.AuditLog;
import io.syncjobs.server.audit.AuditQuery;
import io.syncjobs.server.contract.ErrorCode;
import io.syncjobs.server.contract.Quoted;
import io.syncjobs.server.contract.Refusal;
import io.syncjobs.server.web.api.generated.AuditLogsApiDelegate;
import io.syncjobs.server.web.api.generated.model.ProvisioningObjectSummary;
import io.syncjobs.server.web.api.generated.model.ProvisioningObjectSummaryCollectionResponse;
import io.syncjobs.server.web.api.mapper.AuditMapper;
import io.syncjobs.server.web.api.query.AuditFilterParser;
import io.syncjobs.server.web.api.query.Skiptokens;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;

/** Reads the provisioning log. */
@Component
class AuditLogsDelegate implements AuditLogsApiDelegate {

  private static final String COLLECTION = "auditLogs/provisioning";

  private final AuditLog log;
  private final Skiptokens skiptokens;
  private final GraphLinks links;

  AuditLogsDelegate(AuditLog log, Skiptokens skiptokens, GraphLinks links) {
    this.log = log;
    this.skiptokens = skiptokens;
    this.links = links;
  }

  @Override
  public ResponseEntity<ProvisioningObjectSummaryCollectionResponse> listProvisioningEvents(
      @Nullable String clientRequestId,
      Integer top,
      @Nullable String skiptoken,
      Boolean count,
      @Nullable String filter,
      String orderby) {
    String tenant = Keys.tenant();
    AuditFilter wanted = filter == null ? AuditFilter.ALL : AuditFilterParser.parse(filter);
    boolean latestFirst = orderby.endsWith(" desc");
    String list = skiptokens.listOf(tenant, filter, latestFirst);
    AuditQuery.Place after =
        skiptoken == null ? null : AuditMapper.readPlace(skiptokens.read(skiptoken, list));
    AuditLog.Page page = log.list(new AuditQuery(tenant, wanted, latestFirst, after, top));
    return ResponseEntity.ok(new ProvisioningObjectSummaryCollectionResponse()
        .atOdataContext(links.typeContext(COLLECTION))
        .atOdataCount(count && after == null ? log.count(tenant, wanted) : null)
        .atOdataNextLink(
            page.more()
                ? links.nextPage(
                    top,
                    null,
                    filter,
                    orderby,
                    skiptokens.issue(AuditMapper.writePlace(page.events()), list))
                : null)
        .value(page.events().stream().map(AuditMapper::write).toList()));
  }

  @Override
  public ResponseEntity<Long> countProvisioningEvents(
      @Nullable String clientRequestId, @Nullable String filter) {
    return ResponseEntity.ok(log.count(
        Keys.tenant(), filter == null ? AuditFilter.ALL : AuditFilterParser.parse(filter)));
  }

  @Override
  public ResponseEntity<ProvisioningObjectSummary> getProvisioningEvent(
      String id, @Nullable String clientRequestId) {
    ProvisioningObjectSummary event = log.find(Keys.tenant(), id)
        .map(AuditMapper::write)
        .orElseThrow(() -> new Refusal(
            ErrorCode.PROVISIONING_EVENT_NOT_FOUND,
            "provisioningObjectSummaryId",
            "The log has no entry %s. List the entries to see their ids."
                .formatted(Quoted.of(id))));
    return ResponseEntity.ok(event.atOdataContext(links.typeContext(COLLECTION + "/$entity")));
  }
}
