package io.syncjobs.server.connector.directory;

import io.syncjobs.server.connector.Entry;
import tools.jackson.databind.JsonNode;

/** A group that reads its members on each access, since the members of a whole page of groups may not fit into memory. */
record GroupWithLazyMembers(String tenantId, DirectoryEntry withoutMembers, DirectoryReader reader)
    implements Entry {

  @Override
  public String type() {
    return withoutMembers.type();
  }

  @Override
  public String id() {
    return withoutMembers.id();
  }

  @Override
  public JsonNode value(String attribute) {
    return attribute.equals(DirectoryAttributes.MEMBERS)
        ? withoutMembers.withReferences(reader.references(tenantId, id())).value(attribute)
        : withoutMembers.value(attribute);
  }
}
