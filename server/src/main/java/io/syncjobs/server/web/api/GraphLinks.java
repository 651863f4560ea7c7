package io.syncjobs.server.web.api;

import io.syncjobs.server.web.address.Call;
import io.syncjobs.server.web.address.GraphAddress;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;
import org.springframework.web.util.UriComponentsBuilder;
import org.springframework.web.util.UriUtils;

/** Builds absolute URLs in answers. Host, version and root are those of the current request. */
@Component
class GraphLinks {

  /** Context of a collection of the owner, such as {@code jobs}. */
  URI collectionContext(String applicationId, String collection) {
    return URI.create(contextOf(applicationId, collection));
  }

  /** Context of the container of an owner's collections. */
  URI containerContext(String applicationId) {
    String collection = contextOf(applicationId, "");
    return URI.create(collection.substring(0, collection.length() - 1));
  }

  /** Context of something that has no owner. */
  URI typeContext(String name) {
    HttpServletRequest request = current();
    return URI.create(
        origin(request) + "/" + Call.of(request).address().version() + "/$metadata#" + name);
  }

  /** Context of a single entity of a collection. */
  URI entityContext(String applicationId, String collection) {
    return URI.create(contextOf(applicationId, collection) + "/$entity");
  }

  private String contextOf(String applicationId, String collection) {
    HttpServletRequest request = current();
    GraphAddress address = Call.of(request).address();
    return origin(request)
        + "/"
        + address.version()
        + "/$metadata#"
        + address.root()
        + "('"
        + applicationId
        + "')/synchronization/"
        + collection;
  }

  /** URL of an entity in the collection that was called. */
  URI below(String id) {
    return URI.create(called() + "/" + UriUtils.encodePathSegment(id, StandardCharsets.UTF_8));
  }

  /** URL of the next page of the list that was called, with the same options. */
  URI nextPage(
      int top,
      @Nullable List<String> select,
      @Nullable String filter,
      @Nullable String orderby,
      String skiptoken) {
    Map<String, Object> options = new LinkedHashMap<>();
    options.put("$top", top);
    if (select != null) {
      options.put("$select", String.join(",", select));
    }
    if (filter != null) {
      options.put("$filter", filter);
    }
    if (orderby != null) {
      options.put("$orderby", orderby);
    }
    options.put("$skiptoken", skiptoken);
    UriComponentsBuilder builder = UriComponentsBuilder.fromUriString(called());
    options.keySet().forEach(name -> builder.queryParam(name, "{" + name + "}"));
    return builder.encode().buildAndExpand(options).toUri();
  }

  /** URL of an upload that was called by one of its addresses, {@code bulkUpload} or {@code bulkUpload/$value}. */
  URI upload(String id) {
    String called = called();
    return URI.create(called.substring(0, called.lastIndexOf("/bulkUpload")) + "/uploads/" + id);
  }

  private String called() {
    HttpServletRequest request = current();
    GraphAddress address = Call.of(request).address();
    return origin(request) + "/" + address.version() + address.path();
  }

  private static String origin(HttpServletRequest request) {
    StringBuffer url = request.getRequestURL();
    return url.substring(0, url.indexOf("/", url.indexOf("//") + 2)) + request.getContextPath();
  }

  /** Not injected, since each call of Spring's proxy for the current request is a reflective one. */
  private static HttpServletRequest current() {
    return ((ServletRequestAttributes) RequestContextHolder.currentRequestAttributes())
        .getRequest();
  }
}
