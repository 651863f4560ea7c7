package io.syncjobs.server.support.target;

import de.captaingoldfish.scim.sdk.common.constants.enums.Comparator;
import de.captaingoldfish.scim.sdk.common.constants.enums.HttpMethod;
import de.captaingoldfish.scim.sdk.common.constants.enums.SortOrder;
import de.captaingoldfish.scim.sdk.common.exceptions.ConflictException;
import de.captaingoldfish.scim.sdk.common.exceptions.ResourceNotFoundException;
import de.captaingoldfish.scim.sdk.common.resources.Group;
import de.captaingoldfish.scim.sdk.common.resources.ResourceNode;
import de.captaingoldfish.scim.sdk.common.resources.ServiceProvider;
import de.captaingoldfish.scim.sdk.common.resources.User;
import de.captaingoldfish.scim.sdk.common.resources.complex.ChangePasswordConfig;
import de.captaingoldfish.scim.sdk.common.resources.complex.FilterConfig;
import de.captaingoldfish.scim.sdk.common.resources.complex.Meta;
import de.captaingoldfish.scim.sdk.common.resources.complex.PatchConfig;
import de.captaingoldfish.scim.sdk.common.resources.multicomplex.AuthenticationScheme;
import de.captaingoldfish.scim.sdk.common.response.ScimResponse;
import de.captaingoldfish.scim.sdk.common.schemas.SchemaAttribute;
import de.captaingoldfish.scim.sdk.common.utils.JsonHelper;
import de.captaingoldfish.scim.sdk.server.endpoints.Context;
import de.captaingoldfish.scim.sdk.server.endpoints.ResourceEndpoint;
import de.captaingoldfish.scim.sdk.server.endpoints.ResourceHandler;
import de.captaingoldfish.scim.sdk.server.endpoints.base.GroupEndpointDefinition;
import de.captaingoldfish.scim.sdk.server.endpoints.base.UserEndpointDefinition;
import de.captaingoldfish.scim.sdk.server.filter.AttributeExpressionLeaf;
import de.captaingoldfish.scim.sdk.server.filter.FilterNode;
import de.captaingoldfish.scim.sdk.server.filter.resources.FilterResourceResolver;
import de.captaingoldfish.scim.sdk.server.response.PartialListResponse;
import jakarta.servlet.Servlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Captain Goldfish's SCIM SDK, which validates all requests and answers, on resources in maps. */
final class GoldfishService extends ScimService {

  private final Store<User> users = new Store<>(User.class);
  private final Store<Group> groups = new Store<>(Group.class);
  private final ServiceProvider settings = ServiceProvider.builder()
      .filterConfig(new FilterConfig(true, 100))
      .patchConfig(PatchConfig.builder().supported(true).build())
      .changePasswordConfig(new ChangePasswordConfig(true))
      .authenticationSchemes(List.of(AuthenticationScheme.builder()
          .name("token")
          .description("token")
          .type("oauthbearertoken")
          .build()))
      .build();

  @Override
  Servlet servlet() {
    ResourceEndpoint endpoint = new ResourceEndpoint(settings);
    endpoint.registerEndpoint(new UserEndpointDefinition(new Users()));
    endpoint.registerEndpoint(new GroupEndpointDefinition(new Groups()));
    return new Endpoint(endpoint);
  }

  @Override
  public List<JsonNode> resources(String type) {
    Store<?> store = type.equals("User") ? users : groups;
    return store.all.values().stream()
        .map(resource -> JsonMapper.shared().readTree(resource.toString()))
        .toList();
  }

  /** HTTP front of the SDK, which has none itself. */
  private static final class Endpoint extends HttpServlet {
    private static final long serialVersionUID = 1L;

    private final transient ResourceEndpoint endpoint;

    Endpoint(ResourceEndpoint endpoint) {
      this.endpoint = endpoint;
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      String query = request.getQueryString();
      Map<String, String> headers = new LinkedHashMap<>();
      for (String name : Collections.list(request.getHeaderNames())) {
        headers.put(name, request.getHeader(name));
      }
      ScimResponse answer = endpoint.handleRequest(
          request.getRequestURL() + (query == null ? "" : "?" + query),
          HttpMethod.valueOf(request.getMethod()),
          new String(request.getInputStream().readAllBytes(), StandardCharsets.UTF_8),
          headers,
          new Context(null));
      response.setStatus(answer.getHttpStatus());
      answer.getHttpHeaders().forEach(response::setHeader);
      if (answer.getHttpStatus() != 204 && answer.getHttpStatus() != 304) {
        response.getOutputStream().write(answer.toString().getBytes(StandardCharsets.UTF_8));
      }
    }
  }

  /** Resources of a type. */
  private final class Store<T extends ResourceNode> {

    private final Map<String, T> all = new ConcurrentHashMap<>();
    private final Map<String, String> idsByKey = new ConcurrentHashMap<>();
    private final Map<String, List<String>> keysById = new ConcurrentHashMap<>();
    private final Class<T> type;

    Store(Class<T> type) {
      this.type = type;
    }

    synchronized T create(T resource) {
      String id = UUID.randomUUID().toString();
      resource.setId(id);
      Meta meta = resource.getMeta().orElseThrow();
      meta.setCreated(Instant.now());
      meta.setLastModified(Instant.now());
      keep(resource);
      return resource;
    }

    synchronized T update(T resource) {
      String id = resource.getId().orElse("");
      if (!all.containsKey(id)) {
        throw new ResourceNotFoundException("There is no " + type.getSimpleName() + " " + id);
      }
      keep(resource);
      return resource;
    }

    private void keep(T resource) {
      String id = resource.getId().orElseThrow();
      List<String> keys = keys(resource);
      for (String key : keys) {
        if (!id.equals(idsByKey.getOrDefault(key, id))) {
          throw new ConflictException("There is another with " + key, "uniqueness");
        }
      }
      forget(id);
      keysById.put(id, keys);
      keys.forEach(key -> idsByKey.put(key, id));
      all.put(id, resource);
    }

    private List<String> keys(T resource) {
      String external = resource.getExternalId().map(id -> "externalId " + id).orElse("");
      String name = resource instanceof User user
          ? user.getUserName().map(GoldfishService::key).orElse("")
          : "";
      return List.of(external, name).stream().filter(key -> !key.isEmpty()).toList();
    }

    /** A copy, since the SDK modifies the resources that it is given. */
    @Nullable
    T get(String id) {
      T resource = all.get(id);
      return resource == null ? null : JsonHelper.copyResourceToObject(resource.deepCopy(), type);
    }

    synchronized void delete(String id) {
      T gone = all.remove(id);
      if (gone == null) {
        throw new ResourceNotFoundException("There is no " + type.getSimpleName() + " " + id);
      }
      forget(id);
    }

    private void forget(String id) {
      List<String> keys = keysById.remove(id);
      if (keys != null) {
        keys.forEach(idsByKey::remove);
      }
    }

    PartialListResponse<T> find(long startIndex, int count, @Nullable FilterNode filter) {
      List<T> found = filter == null
          ? List.copyOf(all.values())
          : FilterResourceResolver.filterResources(settings, candidates(filter), filter);
      return PartialListResponse.<T>builder()
          .resources(found.stream().skip(startIndex - 1).limit(count).toList())
          .totalResults(found.size())
          .build();
    }

    private List<T> candidates(FilterNode filter) {
      if (filter instanceof AttributeExpressionLeaf leaf
          && leaf.getComparator() == Comparator.EQ
          && leaf.getFullName().equalsIgnoreCase("userName")) {
        T one = all.get(idsByKey.getOrDefault(key(leaf.getValue()), ""));
        return one == null ? List.of() : List.of(one);
      }
      return List.copyOf(all.values());
    }
  }

  private static String key(String userName) {
    return "userName " + userName.toLowerCase(Locale.ROOT);
  }

  /** Handler of users; the SDK derives the resource type from the type argument, so each type needs a class. */
  private final class Users extends ResourceHandler<User> {
    @Override
    public User createResource(User resource, Context context) {
      return users.create(resource);
    }

    @Override
    public @Nullable User getResource(
        String id,
        List<SchemaAttribute> attributes,
        List<SchemaAttribute> excluded,
        Context context) {
      return users.get(id);
    }

    @Override
    public PartialListResponse<User> listResources(
        long startIndex,
        int count,
        @Nullable FilterNode filter,
        @Nullable SchemaAttribute sortBy,
        @Nullable SortOrder order,
        List<SchemaAttribute> attributes,
        List<SchemaAttribute> excluded,
        Context context) {
      return users.find(startIndex, count, filter);
    }

    @Override
    public User updateResource(User resource, Context context) {
      return users.update(resource);
    }

    @Override
    public void deleteResource(String id, Context context) {
      users.delete(id);
    }
  }

  private final class Groups extends ResourceHandler<Group> {
    @Override
    public Group createResource(Group resource, Context context) {
      return groups.create(resource);
    }

    @Override
    public @Nullable Group getResource(
        String id,
        List<SchemaAttribute> attributes,
        List<SchemaAttribute> excluded,
        Context context) {
      return groups.get(id);
    }

    @Override
    public PartialListResponse<Group> listResources(
        long startIndex,
        int count,
        @Nullable FilterNode filter,
        @Nullable SchemaAttribute sortBy,
        @Nullable SortOrder order,
        List<SchemaAttribute> attributes,
        List<SchemaAttribute> excluded,
        Context context) {
      return groups.find(startIndex, count, filter);
    }

    @Override
    public Group updateResource(Group resource, Context context) {
      return groups.update(resource);
    }

    @Override
    public void deleteResource(String id, Context context) {
      groups.delete(id);
    }
  }
}
