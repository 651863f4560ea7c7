package io.syncjobs.server.platform;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.SecureRandom;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.util.IdGenerator;

/**
 * The source of the ids of what is stored for tenants, and of the random values that their expressions ask for. They are random, except for a tenant whose
 * sandbox has a seed: its ids follow from the seed, the kind and the number of ids of that kind before, so that the same calls give the same ids.
 *
 * <p>Safe for use by many threads.
 */
@Component
public class Ids {

  /** Kinds of ids. Each has a sequence of its own, so that another read or write more doesn't change the ids of the rest. */
  public enum Kind {
    /** Version of a job, of secrets or of a schema, in an ETag. */
    VERSION,
    /** Cycle, or provisioning on demand. */
    CYCLE,
    /** Change that an entry of the provisioning log is about. */
    CHANGE,
    /** User or group in the directory. */
    ENTRY,
    /** Upload of records. */
    UPLOAD,
    /** Message to a webhook. */
    MESSAGE,
    /** Random value in an expression. */
    VALUE
  }

  private static final SecureRandom RANDOM = new SecureRandom();

  private final IdGenerator random;
  private final Map<String, Sequences> seeded = new ConcurrentHashMap<>();

  /** @param random source of ids without a seed */
  public Ids(IdGenerator random) {
    this.random = random;
  }

  /**
   * Place in the sequences of a seed.
   *
   * @param used number of ids of each kind
   */
  public record Place(long seed, Map<Kind, Long> used) {}

  private static final class Sequences {
    final long seed;
    final Map<Kind, Long> used = new EnumMap<>(Kind.class);

    Sequences(Place place) {
      seed = place.seed;
      used.putAll(place.used);
    }

    synchronized UUID next(Kind kind) {
      long number = used.merge(kind, 1L, Long::sum);
      return UUID.nameUUIDFromBytes((seed + "/" + kind + "/" + number).getBytes(UTF_8));
    }

    synchronized Place place() {
      return new Place(seed, Map.copyOf(used));
    }
  }

  /** The next id of a kind in a tenant. */
  public String next(String tenantId, Kind kind) {
    return of(tenantId).map(ids -> ids.next(kind)).orElseGet(random::generateId).toString();
  }

  /** Source of random numbers for one value in a tenant. */
  public RandomGenerator random(String tenantId) {
    return of(tenantId)
        .map(ids -> ids.next(Kind.VALUE))
        .<RandomGenerator>map(id -> new Random(id.getMostSignificantBits()))
        .orElse(RANDOM);
  }

  /** The place in the sequences of a tenant's seed; empty if it has none. */
  public Optional<Place> place(String tenantId) {
    return of(tenantId).map(Sequences::place);
  }

  /**
   * Continues the sequences of a seed at a place, until the server stops.
   *
   * @param place null for ids without a seed
   */
  public void follow(String tenantId, @Nullable Place place) {
    if (place == null) {
      seeded.remove(key(tenantId));
    } else {
      seeded.put(key(tenantId), new Sequences(place));
    }
  }

  private Optional<Sequences> of(String tenantId) {
    return seeded.isEmpty() ? Optional.empty() : Optional.ofNullable(seeded.get(key(tenantId)));
  }

  private static String key(String tenantId) {
    return tenantId.toLowerCase(Locale.ROOT);
  }
}
