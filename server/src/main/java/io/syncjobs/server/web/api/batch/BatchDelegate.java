package io.syncjobs.server.web.api.batch;

import io.syncjobs.server.contract.ErrorCode;
import io.syncjobs.server.contract.Refusal;
import io.syncjobs.server.web.address.Call;
import io.syncjobs.server.web.address.InnerRequest;
import io.syncjobs.server.web.address.RequestIds;
import io.syncjobs.server.web.api.error.ErrorAnswers;
import io.syncjobs.server.web.api.generated.BatchApiDelegate;
import io.syncjobs.server.web.api.generated.model.BatchAnswer;
import io.syncjobs.server.web.api.generated.model.BatchItem;
import io.syncjobs.server.web.api.generated.model.BatchRequest;
import io.syncjobs.server.web.api.generated.model.BatchResponse;
import io.syncjobs.server.web.api.generated.model.OdataError;
import jakarta.servlet.http.HttpServletRequest;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;

/** Carries out batches: sends each request to this server as if it came by itself, and collects the answers. */
@Component
class BatchDelegate implements BatchApiDelegate {

  /** Limit of all bodies in the answer to a batch. The contract names it at {@code batchAnswer}. */
  private static final int MAX_BYTES = 8 << 20;

  private static final String CLIENT_REQUEST_ID = "client-request-id";

  private final HttpServletRequest current;
  private final InnerDispatch dispatch;
  private final BatchMapper mapper;
  private final ErrorAnswers errors;

  BatchDelegate(
      HttpServletRequest current, InnerDispatch dispatch, BatchMapper mapper, ErrorAnswers errors) {
    this.current = current;
    this.dispatch = dispatch;
    this.mapper = mapper;
    this.errors = errors;
  }

  @Override
  public ResponseEntity<BatchResponse> runBatch(
      BatchRequest body, @Nullable String clientRequestId) {
    if (InnerRequest.is(current)) {
      throw new Refusal(
          ErrorCode.INVALID_REQUEST,
          null,
          "A batch can't be part of a batch. List its requests in the outer one.");
    }
    return ResponseEntity.ok(new BatchResponse().responses(run(body.getRequests())));
  }

  private List<BatchAnswer> run(List<BatchItem> items) {
    List<Integer> order = BatchOrder.of(items);
    Set<String> failed = new HashSet<>();
    Map<Integer, BatchAnswer> answers = new TreeMap<>();
    int room = MAX_BYTES;
    for (int index : order) {
      BatchItem item = items.get(index);
      BatchAnswer answer = new BatchAnswer().id(item.getId());
      if (BatchOrder.dependsOn(item).stream().anyMatch(failed::contains)) {
        refuse(
            answer,
            new Refusal(
                ErrorCode.FAILED_DEPENDENCY,
                null,
                "A request that this one depends on failed, so it wasn't carried out. Correct the other one, and send both again."));
      } else {
        room -= send(item, index, answer, room);
      }
      if (answer.getStatus() >= 400) {
        failed.add(BatchOrder.key(item.getId()));
      }
      answers.put(index, answer);
    }
    return List.copyOf(answers.values());
  }

  private String origin() {
    StringBuffer url = current.getRequestURL();
    return url.substring(0, url.indexOf("/", url.indexOf("//") + 2));
  }

  private void inherit(Map<String, String> headers) {
    for (String name : List.of(HttpHeaders.AUTHORIZATION, CLIENT_REQUEST_ID)) {
      String value = current.getHeader(name);
      if (value != null) {
        headers.putIfAbsent(name, value);
      }
    }
  }

  /** Sends a request and fills its answer. Returns the length of the body. */
  private int send(BatchItem item, int index, BatchAnswer answer, int room) {
    InnerDispatch.Message message;
    try {
      message = mapper.read(item, origin(), Call.of(current).address().version(), index);
    } catch (Refusal e) {
      refuse(answer, e);
      return 0;
    }
    inherit(message.headers());
    InnerDispatch.Answer received = dispatch.send(message, current, room);
    if (received.isCut()) {
      refuse(
          answer,
          new Refusal(
              ErrorCode.ANSWERS_TOO_LARGE,
              null,
              "The answer, with status %d, doesn't fit into that of the batch, whose bodies have at most %d bytes together. Read it by a request of its own."
                  .formatted(received.status(), MAX_BYTES)));
      return 0;
    }
    answer.status(received.status()).headers(received.headers());
    int length = received.body().remaining();
    if (length > 0) {
      answer.body(mapper.write(received.body(), received.headers().get(HttpHeaders.CONTENT_TYPE)));
    }
    return length;
  }

  private void refuse(BatchAnswer answer, Refusal reason) {
    ResponseEntity<OdataError> refusal = errors.of(reason, current);
    RequestIds ids = RequestIds.of(current);
    Map<String, String> headers = new TreeMap<>();
    headers.put(HttpHeaders.CONTENT_TYPE, MediaType.APPLICATION_JSON_VALUE);
    headers.put("request-id", ids.requestId());
    answer.status(refusal.getStatusCode().value()).headers(headers).body(refusal.getBody());
  }
}
