package io.syncjobs.server.connector.directory;

import io.syncjobs.server.connector.Entry;
import io.syncjobs.server.connector.Target;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.StringNode;

/** A tenant's directory, as it is written. */
record DirectoryTarget(String tenantId, DirectoryReads reads, DirectoryWrites writes)
    implements Target {

  @Override
  public List<Entry> find(String type, String attribute, String value) {
    if (attribute.equals(Attributes.ID)) {
      return read(type, value).stream().toList();
    }
    return Attributes.key(attribute, StringNode.valueOf(value))
        .map(key -> List.<Entry>copyOf(reads.having(tenantId, type, attribute, key)))
        .orElse(List.of());
  }

  @Override
  public Optional<Entry> read(String type, String id) {
    return reads.find(tenantId, type, id).filter(entry -> !entry.gone()).map(entry -> entry);
  }

  @Override
  public String create(String type, Map<String, JsonNode> values) {
    return writes.create(tenantId, type, values);
  }

  @Override
  public void update(String type, String id, Map<String, JsonNode> values) {
    writes.update(tenantId, type, id, values);
  }

  @Override
  public void changeReferences(
      String type, String id, String attribute, Collection<String> add, Collection<String> remove) {
    writes.changeReferences(tenantId, type, id, attribute, add, remove);
  }

  @Override
  public void delete(String type, String id) {
    writes.delete(tenantId, type, id);
  }

  @Override
  public void close() {
    // Nothing is open.
  }
}
