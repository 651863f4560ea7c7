package io.syncjobs.server;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import io.syncjobs.server.contract.Contract;
import io.syncjobs.server.support.Documents;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds the packages of the server against the picture of its rooms in CONTRIBUTING.md. */
class ArchitectureTest {

  private static final JavaClasses SERVER = new ClassFileImporter()
      .withImportOption(new ImportOption.DoNotIncludeTests())
      .importPackagesOf(SyncJobsServer.class);

  private static final JavaPackage ROOT = SERVER.getPackage(SyncJobsServer.class.getPackageName());

  /**
   * A room in the picture.
   *
   * @param name of the package
   * @param text that describes it and names its own rooms
   */
  private record Room(String name, String text) {}

  /** Rooms from top to bottom. */
  private static List<Room> picture() throws IOException {
    return Documents.block(Documents.ROOT.resolve("CONTRIBUTING.md"), "text", "platform")
        .lines()
        .map(line -> line.split(" +", 2))
        .map(parts -> new Room(parts[0], parts[1]))
        .toList();
  }

  @Test
  void thePictureShowsAllRooms() throws IOException {
    List<Room> rooms = picture();
    assertThat(rooms)
        .extracting(Room::name)
        .containsExactlyInAnyOrderElementsOf(names(ROOT.getSubpackages()));
    for (Room room : rooms) {
      assertThat(room.text().split("[^a-z]+"))
          .as(room.name())
          .containsAll(names(ROOT.getPackage(room.name()).getSubpackages()));
    }
  }

  private static List<String> names(Iterable<JavaPackage> packages) {
    List<String> names = new ArrayList<>();
    packages.forEach(each -> names.add(each.getRelativeName()));
    return names;
  }

  @Test
  void noArrowPointsUp() throws IOException {
    List<String> above = new ArrayList<>();
    for (Room room : picture()) {
      if (!above.isEmpty()) {
        noClasses()
            .that()
            .resideInAPackage(ROOT.getName() + "." + room.name() + "..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(above.toArray(String[]::new))
            .check(SERVER);
      }
      above.add(ROOT.getName() + "." + room.name() + "..");
    }
  }

  @Test
  void noCirclesAtAnyLevel() {
    Stream.concat(Stream.of(ROOT), ROOT.getSubpackagesInTree().stream())
        .forEach(level -> slices()
            .assignedFrom(new Level(level.getName()))
            .should()
            .beFreeOfCycles()
            .check(SERVER));
  }

  /** Slices a package into its own classes and its direct subpackages. */
  private static final class Level implements SliceAssignment {

    private final String parent;

    Level(String parent) {
      this.parent = parent;
    }

    @Override
    public SliceIdentifier getIdentifierOf(JavaClass type) {
      String name = type.getPackageName();
      if (name.equals(parent)) {
        return SliceIdentifier.of("");
      }
      return name.startsWith(parent + ".")
          ? SliceIdentifier.of(name.substring(parent.length() + 1).split("\\.", 2)[0])
          : SliceIdentifier.ignore();
    }

    @Override
    public String getDescription() {
      return "rooms of " + parent;
    }
  }

  @Test
  void wireModelsStayInTheApi() {
    noClasses()
        .that()
        .resideOutsideOfPackage("..web.api..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("..api.generated..")
        .check(SERVER);
  }

  @Test
  void theWebSpeaksNoSql() {
    noClasses()
        .that()
        .resideInAPackage("..server.web..")
        .and()
        .resideOutsideOfPackages("..web.monitoring..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.springframework.jdbc..")
        .check(SERVER);
  }

  @Test
  void onlyTheWebKnowsHttpRequests() {
    noClasses()
        .that()
        .resideOutsideOfPackages("..server.web..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "jakarta.servlet..", "org.springframework.web..", "org.springframework.http..")
        .check(SERVER);
  }

  @Test
  void onlyTheContractRoomValidates() {
    noClasses()
        .that()
        .resideOutsideOfPackage(Contract.class.getPackageName())
        .should()
        .dependOnClassesThat()
        .resideInAPackage("com.networknt..")
        .check(SERVER);
  }

  @Test
  void namesSayWhatThingsAre() {
    noClasses().should().haveSimpleNameEndingWith("Impl").check(SERVER);
    noClasses().should().haveNameMatching(".*(Util|Utils|Helper|Manager)").check(SERVER);
  }
}
