package io.syncjobs.server.support.target;

import jakarta.servlet.Servlet;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Predicate;
import org.apache.directory.scim.core.json.ObjectMapperFactory;
import org.apache.directory.scim.core.repository.DefaultPatchHandler;
import org.apache.directory.scim.core.repository.InvalidRepositoryException;
import org.apache.directory.scim.core.repository.PatchHandler;
import org.apache.directory.scim.core.repository.Repository;
import org.apache.directory.scim.core.repository.RepositoryRegistry;
import org.apache.directory.scim.core.schema.SchemaRegistry;
import org.apache.directory.scim.server.exception.FilterParseExceptionMapper;
import org.apache.directory.scim.server.exception.GenericExceptionMapper;
import org.apache.directory.scim.server.exception.MutabilityExceptionMapper;
import org.apache.directory.scim.server.exception.ResourceExceptionMapper;
import org.apache.directory.scim.server.exception.ScimExceptionMapper;
import org.apache.directory.scim.server.exception.UnsupportedFilterExceptionMapper;
import org.apache.directory.scim.server.exception.UnsupportedOperationExceptionMapper;
import org.apache.directory.scim.server.exception.WebApplicationExceptionMapper;
import org.apache.directory.scim.server.rest.GroupResourceImpl;
import org.apache.directory.scim.server.rest.ScimJacksonXmlBindJsonProvider;
import org.apache.directory.scim.server.rest.UserResourceImpl;
import org.apache.directory.scim.spec.exception.ResourceException;
import org.apache.directory.scim.spec.extension.EnterpriseExtension;
import org.apache.directory.scim.spec.filter.AttributeComparisonExpression;
import org.apache.directory.scim.spec.filter.CompareOperator;
import org.apache.directory.scim.spec.filter.Filter;
import org.apache.directory.scim.spec.filter.FilterExpressions;
import org.apache.directory.scim.spec.filter.FilterResponse;
import org.apache.directory.scim.spec.filter.PageRequest;
import org.apache.directory.scim.spec.filter.SortRequest;
import org.apache.directory.scim.spec.filter.attribute.AttributeReference;
import org.apache.directory.scim.spec.patch.PatchOperation;
import org.apache.directory.scim.spec.resources.GroupMembership;
import org.apache.directory.scim.spec.resources.ScimExtension;
import org.apache.directory.scim.spec.resources.ScimGroup;
import org.apache.directory.scim.spec.resources.ScimResource;
import org.apache.directory.scim.spec.resources.ScimUser;
import org.glassfish.jersey.server.ResourceConfig;
import org.glassfish.jersey.server.ServerProperties;
import org.glassfish.jersey.servlet.ServletContainer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Apache SCIMple's JAX-RS resources, filters and patches on resources in maps. */
final class ScimpleService extends ScimService {

  private final SchemaRegistry schemas = new SchemaRegistry();
  private final PatchHandler patches = new DefaultPatchHandler(schemas);
  private final Store<ScimUser> users = new Store<>(ScimUser.class, ScimUser::getUserName);
  private final Store<ScimGroup> groups = new Store<>(ScimGroup.class, group -> null);

  @Override
  Servlet servlet() {
    RepositoryRegistry repositories = new RepositoryRegistry(schemas);
    try {
      repositories.registerRepository(ScimUser.class, users);
      repositories.registerRepository(ScimGroup.class, groups);
    } catch (InvalidRepositoryException e) {
      throw new IllegalStateException(e);
    }
    return new ServletContainer(new ResourceConfig()
        .property(ServerProperties.WADL_FEATURE_DISABLE, true)
        .register(new ScimJacksonXmlBindJsonProvider(schemas))
        .register(UnsupportedFilterExceptionMapper.class)
        .register(ResourceExceptionMapper.class)
        .register(ScimExceptionMapper.class)
        .register(FilterParseExceptionMapper.class)
        .register(WebApplicationExceptionMapper.class)
        .register(UnsupportedOperationExceptionMapper.class)
        .register(MutabilityExceptionMapper.class)
        .register(GenericExceptionMapper.class)
        .register(new UserResourceImpl(schemas, repositories))
        .register(new GroupResourceImpl(schemas, repositories)));
  }

  @Override
  public List<JsonNode> resources(String type) {
    Store<?> store = type.equals("User") ? users : groups;
    return store.all.values().stream()
        .map(resource -> {
          try {
            return JsonMapper.shared()
                .readTree(ObjectMapperFactory.getObjectMapper().writeValueAsString(resource));
          } catch (IOException e) {
            throw new IllegalStateException(e);
          }
        })
        .toList();
  }

  /** Resources of a type. */
  private final class Store<T extends ScimResource> implements Repository<T> {

    private final Map<String, T> all = new ConcurrentHashMap<>();
    private final Map<String, String> idsByName = new ConcurrentHashMap<>();
    private final Class<T> type;
    private final Function<T, @Nullable String> unique;

    Store(Class<T> type, Function<T, @Nullable String> unique) {
      this.type = type;
      this.unique = unique;
    }

    @Override
    public Class<T> getResourceClass() {
      return type;
    }

    @Override
    public List<Class<? extends ScimExtension>> getExtensionList() {
      return type == ScimUser.class ? List.of(EnterpriseExtension.class) : List.of();
    }

    @Override
    public synchronized T create(T resource) throws ResourceException {
      resource.setId(UUID.randomUUID().toString());
      keep(null, resource);
      return resource;
    }

    private void keep(@Nullable T before, T resource) throws ResourceException {
      String name = key(resource);
      String owner = idsByName.get(name);
      if (owner != null && !owner.equals(resource.getId())) {
        throw new ResourceException(409, "There is a user of that name.");
      }
      if (before != null) {
        idsByName.remove(key(before));
      }
      if (!name.isEmpty()) {
        idsByName.put(name, resource.getId());
      }
      if (resource instanceof ScimGroup group && group.getMembers() != null) {
        Map<String, GroupMembership> members = new LinkedHashMap<>();
        group.getMembers().forEach(member -> members.put(member.getValue(), member));
        group.setMembers(new ArrayList<>(members.values()));
      }
      all.put(resource.getId(), resource);
    }

    private String key(T resource) {
      return Objects.requireNonNullElse(unique.apply(resource), "").toLowerCase(Locale.ROOT);
    }

    @Override
    public synchronized T update(
        String id,
        String version,
        T resource,
        Set<AttributeReference> included,
        Set<AttributeReference> excluded)
        throws ResourceException {
      resource.setId(id);
      keep(existing(id), resource);
      return resource;
    }

    @Override
    public synchronized T patch(
        String id,
        String version,
        List<PatchOperation> operations,
        Set<AttributeReference> included,
        Set<AttributeReference> excluded)
        throws ResourceException {
      T before = existing(id);
      T resource = patches.apply(before, operations);
      keep(before, resource);
      return resource;
    }

    private T existing(String id) throws ResourceException {
      T resource = all.get(id);
      if (resource == null) {
        throw new ResourceException(404, "There is no resource " + id);
      }
      return resource;
    }

    @Override
    public T get(String id) throws ResourceException {
      return existing(id);
    }

    @Override
    public FilterResponse<T> find(@Nullable Filter filter, PageRequest page, SortRequest sort) {
      Predicate<ScimResource> matches =
          FilterExpressions.inMemory(filter, schemas.getSchema(schema()));
      List<T> found = candidates(filter).stream().filter(matches).toList();
      int from = Objects.requireNonNullElse(page.getStartIndex(), 1) - 1;
      int count = Objects.requireNonNullElse(page.getCount(), 100);
      return new FilterResponse<>(
          found.stream().skip(from).limit(count).toList(), page, found.size());
    }

    private List<T> candidates(@Nullable Filter filter) {
      if (type == ScimUser.class
          && filter != null
          && filter.getExpression() instanceof AttributeComparisonExpression comparison
          && comparison.getOperation() == CompareOperator.EQ
          && comparison.getAttributePath().getFullAttributeName().equalsIgnoreCase("userName")) {
        String id = idsByName.get(comparison.getCompareValue().toString().toLowerCase(Locale.ROOT));
        T one = id == null ? null : all.get(id);
        return one == null ? List.of() : List.of(one);
      }
      return List.copyOf(all.values());
    }

    private String schema() {
      return type == ScimUser.class ? ScimUser.SCHEMA_URI : ScimGroup.SCHEMA_URI;
    }

    @Override
    public synchronized void delete(String id) throws ResourceException {
      T gone = existing(id);
      all.remove(id);
      idsByName.remove(key(gone));
    }
  }
}
