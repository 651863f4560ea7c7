package io.syncjobs.server.connector.scim;

import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** Finds the words in which services give a reason for an error. Stateless. */
final class Reasons {

  /** Members in which services put their reason; the first is the standard's. */
  private static final List<String> TEXTS = List.of(
      "detail",
      "message",
      "error_description",
      "description",
      "msg",
      "reason",
      "faultstring",
      "errorMessage",
      "error_message",
      "error",
      "errors",
      "details");

  /** Members in which services wrap an object that has the reason. As a text they are codes. */
  private static final List<String> WRAPPERS = List.of("fault", "response", "status", "result");

  /** Members in which services list the parts of an error that has a text of its own as well. */
  private static final List<String> PARTS = List.of("errors", "details");

  /** Members that say what an error is about. */
  private static final List<String> PLACES = List.of("loc", "field", "property", "path");

  private static final Pattern TITLE =
      Pattern.compile("<title[^>]*>([^<]{1,500})</title", Pattern.CASE_INSENSITIVE);
  private static final Pattern PAGE =
      Pattern.compile("^(?:<!doctype html|<html|<head|<body)", Pattern.CASE_INSENSITIVE);

  /** Depth in a body at which a reason may be. */
  private static final int DEPTH = 5;

  /** Errors that are quoted together. */
  private static final int MOST = 5;

  private static final int LONGEST = 5_000;

  private Reasons() {}

  /** The reasons in a body of JSON, whatever they are wrapped in; empty if there are none. */
  static String of(JsonNode body) {
    String reason = of(body, DEPTH, false);
    if (reason.isEmpty()) {
      reason = isByField(body) ? fields(body, DEPTH) : of(body, DEPTH, true);
    }
    return cut(reason);
  }

  /** True if a body has nothing but lists of texts, by attribute. */
  private static boolean isByField(JsonNode body) {
    return body.isObject()
        && body.valueStream()
            .allMatch(value -> value.isArray() && value.valueStream().allMatch(JsonNode::isString));
  }

  /** @param byField whether members of an object that has no known ones are attributes with their reasons */
  private static String of(JsonNode node, int depth, boolean byField) {
    if (node.isString()) {
      return node.stringValue().strip();
    }
    if (depth == 0 || !node.isContainer()) {
      return "";
    }
    if (node.isArray()) {
      return joined(node.valueStream().map(each -> of(each, depth - 1, byField)));
    }
    String reason = first(Stream.concat(
        TEXTS.stream().map(name -> wrapped(AttributeName.member(node, name), depth - 1, byField)),
        WRAPPERS.stream()
            .map(name -> AttributeName.member(node, name))
            .filter(JsonNode::isObject)
            .map(wrapper -> of(wrapper, depth - 1, byField))));
    String parts = first(PARTS.stream()
        .map(name -> AttributeName.member(node, name))
        .filter(JsonNode::isArray)
        .map(list -> of(list, depth - 1, byField)));
    if (!parts.isEmpty() && !reason.contains(parts)) {
      reason = reason + ": " + parts;
    }
    String title = reason.isEmpty() ? "" : place(AttributeName.member(node, "title"));
    if (!title.isBlank() && !reason.contains(title.strip())) {
      // A problem's kind, in RFC 9457 and JSON:API, of which the detail tells only the rest.
      reason = title.strip() + ": " + reason;
    }
    String place = first(PLACES.stream().map(name -> place(AttributeName.member(node, name))));
    if (place.isEmpty()) {
      return reason;
    }
    String what = reason.isEmpty() ? place(AttributeName.member(node, "code")) : reason;
    return what.isEmpty() ? "" : place + ": " + what;
  }

  private static String wrapped(JsonNode value, int depth, boolean byField) {
    String reason = of(value, depth, byField);
    return reason.isEmpty() && byField && value.isObject() ? fields(value, depth) : reason;
  }

  private static String fields(JsonNode node, int depth) {
    if (depth == 0) {
      return "";
    }
    return joined(node.properties().stream()
        .filter(field -> field.getValue().isString() || field.getValue().isArray())
        .filter(field -> !field.getKey().equals("code"))
        .map(field -> {
          String reason = of(field.getValue(), depth - 1, false);
          return reason.isEmpty() ? "" : field.getKey() + ": " + reason;
        }));
  }

  private static String place(JsonNode node) {
    return node.isArray()
        ? node.valueStream().map(each -> each.asString("")).collect(Collectors.joining("."))
        : node.asString("");
  }

  private static String joined(Stream<String> reasons) {
    return reasons
        .filter(reason -> !reason.isEmpty())
        .distinct()
        .limit(MOST)
        .collect(Collectors.joining("; "));
  }

  private static String first(Stream<String> texts) {
    return texts.filter(text -> !text.isEmpty()).findFirst().orElse("");
  }

  /** Words of a body that is not JSON: the title of a page, the texts of XML, or a text. Broken JSON and pages without a title have none. */
  static String of(String body) {
    String text = cut(body.strip());
    Matcher title = TITLE.matcher(text);
    if (title.find()) {
      return Objects.requireNonNull(title.group(1));
    }
    if (text.startsWith("<")) {
      return PAGE.matcher(text).find() ? "" : texts(text);
    }
    return text.startsWith("{") || text.startsWith("[") || text.equals("null") ? "" : text;
  }

  private static String texts(String xml) {
    return xml.replaceAll("<!--.*?-->|<!\\[CDATA\\[|]]>|<[^>]*>?", " ")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&apos;", "'")
        .replace("&amp;", "&")
        .strip();
  }

  private static String cut(String text) {
    return text.length() > LONGEST ? text.substring(0, LONGEST) : text;
  }
}
