package io.syncjobs.client.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncjobs.client.Jobs;
import japicmp.cmp.JApiCmpArchive;
import japicmp.cmp.JarArchiveComparator;
import japicmp.cmp.JarArchiveComparatorOptions;
import japicmp.model.JApiBehavior;
import japicmp.model.JApiClass;
import japicmp.model.JApiCompatibility;
import japicmp.model.JApiField;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Binary and source compatibility with the last release, whose API is listed in {@code api.txt}. Until the first release the file lists the API
 * as of its creation. japicmp compares.
 */
class CompatibilityTest {

  private static final Path LISTING = Path.of("src/test/resources/api.txt");
  private static final List<String> PACKAGES = List.of(
      "io.syncjobs.client",
      "io.syncjobs.client.auth",
      "io.syncjobs.client.error",
      "io.syncjobs.client.model");

  private static List<String> current() throws IOException {
    try {
      URI classes =
          Jobs.class.getProtectionDomain().getCodeSource().getLocation().toURI();
      return ApiListing.of(Path.of(classes), PACKAGES);
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }

  /** Lists the parts of an older API that a newer one breaks. */
  private static List<String> broken(List<String> older, List<String> newer) throws IOException {
    JarArchiveComparatorOptions options = new JarArchiveComparatorOptions();
    options.getIgnoreMissingClasses().setIgnoreAllMissingClasses(true);
    List<JApiClass> compared = new JarArchiveComparator(options)
        .compare(
            new JApiCmpArchive(ApiListing.jar(older), "older", "1"),
            new JApiCmpArchive(ApiListing.jar(newer), "newer", "2"));
    return compared.stream()
        .flatMap(type -> Stream.of(
                Stream.of(type, type.getSuperclass()),
                type.getInterfaces().stream(),
                type.getConstructors().stream(),
                type.getMethods().stream(),
                type.getFields().stream())
            .flatMap(parts -> parts)
            .filter(
                part -> !((JApiCompatibility) part).getCompatibilityChanges().isEmpty())
            .filter(part -> !((JApiCompatibility) part).isBinaryCompatible()
                || !((JApiCompatibility) part).isSourceCompatible())
            .map(part -> type.getFullyQualifiedName() + name(part) + ": " + changes(part)))
        .toList();
  }

  private static String name(Object part) {
    if (part instanceof JApiBehavior method) {
      return "." + method.getName();
    }
    return part instanceof JApiField field ? "." + field.getName() : "";
  }

  private static String changes(Object part) {
    return ((JApiCompatibility) part)
        .getCompatibilityChanges().stream()
            .map(change -> change.getType().name())
            .collect(Collectors.joining(" "));
  }

  @Test
  void isCompatibleWithTheLastRelease() throws IOException {
    if (Boolean.getBoolean("api.write")) {
      Files.write(LISTING, current());
    }

    assertThat(broken(Files.readAllLines(LISTING), current()))
        .as(
            "These changes break programs. If they are intended, run with -Dapi.write and describe them in CHANGELOG.md")
        .isEmpty();
  }

  @Test
  void removalsAndChangesBreakPrograms() throws IOException {
    List<String> newer = new ArrayList<>(current());
    assertThat(newer.removeIf(line -> line.contains(" pause "))).isTrue();
    assertThat(newer.removeIf(line -> line.contains(" ALL Lio/syncjobs/client/JobListing;")))
        .isTrue();
    newer.replaceAll(line -> line.contains(" attempts (I)") ? line.replace("(I)", "(J)") : line);
    newer.replaceAll(line -> line.contains(" io.syncjobs.client.Page ")
        ? "class public,abstract io.syncjobs.client.Page java.lang.Object - -"
        : line);

    assertThat(broken(current(), newer))
        .containsExactlyInAnyOrder(
            "io.syncjobs.client.Jobs.pause: METHOD_REMOVED",
            "io.syncjobs.client.JobListing.ALL: FIELD_REMOVED",
            "io.syncjobs.client.Page: CLASS_NOW_ABSTRACT CLASS_GENERIC_TEMPLATE_CHANGED",
            "io.syncjobs.client.SynchronizationClient$Builder.attempts: METHOD_REMOVED");
  }

  @Test
  void additionsBreakNothing() throws IOException {
    List<String> older =
        current().stream().filter(line -> !line.contains(" pause ")).toList();

    assertThat(older).hasSizeLessThan(current().size());
    assertThat(broken(older, current())).isEmpty();
  }
}
