package io.syncjobs.server.support;

import io.syncjobs.server.connector.directory.Directory;
import java.util.HashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.StringNode;

/** Users and groups that a test puts into the directory of a tenant without a job. */
public final class DirectoryEntries {

  private DirectoryEntries() {}

  /** Creates a user who only has a name. Returns the id. */
  public static String user(TestServer server, String tenantId, String name) {
    return create(
        server,
        tenantId,
        "User",
        Map.of(
            "userPrincipalName",
            StringNode.valueOf(name),
            "displayName",
            StringNode.valueOf(name)));
  }

  /** Creates a group of members with these ids. Returns the id. */
  public static String group(TestServer server, String tenantId, String name, String... memberIds) {
    return create(
        server,
        tenantId,
        "Group",
        Map.of(
            "displayName",
            StringNode.valueOf(name),
            "members",
            JsonMapper.shared().valueToTree(memberIds)));
  }

  /** Creates an entry with the members of a JSON object, in which single quotes stand for double ones. Returns the id. */
  public static String create(TestServer server, String tenantId, String type, String json) {
    Map<String, JsonNode> values = new HashMap<>();
    JsonMapper.shared()
        .readTree(json.replace('\'', '"'))
        .properties()
        .forEach(member -> values.put(member.getKey(), member.getValue()));
    return create(server, tenantId, type, values);
  }

  private static String create(
      TestServer server, String tenantId, String type, Map<String, JsonNode> values) {
    return server.bean(Directory.class).target(tenantId).create(type, values);
  }
}
