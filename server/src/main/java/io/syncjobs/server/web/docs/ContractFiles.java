package io.syncjobs.server.web.docs;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.syncjobs.server.contract.Contract;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Lazy;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.util.DigestUtils;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.request.WebRequest;

/** Serves the contract that the server was built with. */
@Lazy // Files are written and hashed at the first request.
@RestController
class ContractFiles {

  private static final String YAML = "application/yaml";

  private record Document(String text, String etag, MediaType type) {
    static Document of(String text, String type) {
      return new Document(
          text,
          '"' + DigestUtils.md5DigestAsHex(text.getBytes(UTF_8)) + '"',
          MediaType.parseMediaType(type));
    }
  }

  private final Document yaml;
  private final Document json;

  ContractFiles(Contract contract) {
    yaml = Document.of(Contract.text(), YAML);
    json = Document.of(contract.document().toString(), MediaType.APPLICATION_JSON_VALUE);
  }

  @GetMapping("/openapi.yaml")
  @Nullable
  ResponseEntity<byte[]> yaml(WebRequest request) {
    return answer(yaml, request);
  }

  @GetMapping("/openapi.json")
  @Nullable
  ResponseEntity<byte[]> json(WebRequest request) {
    return answer(json, request);
  }

  private static @Nullable ResponseEntity<byte[]> answer(Document document, WebRequest request) {
    if (request.checkNotModified(document.etag())) {
      return null; // Spring has set 304 or 412.
    }
    return ResponseEntity.ok()
        .cacheControl(CacheControl.noCache())
        .header(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, "*")
        .contentType(document.type())
        .body(document.text().getBytes(UTF_8));
  }
}
