package io.syncjobs.server;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.syncjobs.server.contract.Contract;
import org.junit.jupiter.api.Test;

/** Dependencies point one way: api, then features, then what features share, then the contract. */
class ArchitectureTest {

  private static final JavaClasses SERVER = new ClassFileImporter()
      .withImportOption(new ImportOption.DoNotIncludeTests())
      .importPackagesOf(SyncJobsServer.class);

  @Test
  void roomsDependOneWay() {
    layeredArchitecture()
        .consideringOnlyDependenciesInLayers()
        .layer("api")
        .definedBy("..server.api..")
        .layer("features")
        .definedBy(
            "..server.job..",
            "..server.template..",
            "..server.repeatability..",
            "..server.secret..",
            "..server.schema..",
            "..server.scim..",
            "..server.connector..",
            "..server.directory..",
            "..server.upload..",
            "..server.expression..",
            "..server.audit..")
        .layer("engine")
        .definedBy("..server.engine..")
        .layer("edge")
        .definedBy(
            "..server.edge..",
            "..server.security..",
            "..server.overload..",
            "..server.development..",
            "..server.docs..")
        .layer("shared")
        .definedBy("..server.storage..", "..server.startup..")
        .layer("contract")
        .definedBy("..server.contract..")
        .layer("config")
        .definedBy("..server.config..")
        .layer("operations")
        .definedBy("..server.operations..")
        .whereLayer("api")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("config")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("operations")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("features")
        .mayOnlyBeAccessedByLayers("api", "engine", "operations", "config")
        .whereLayer("engine")
        .mayOnlyBeAccessedByLayers("api")
        .whereLayer("edge")
        .mayOnlyBeAccessedByLayers("api", "operations")
        .whereLayer("shared")
        .mayOnlyBeAccessedByLayers("api", "engine", "features", "edge", "operations", "config")
        .check(SERVER);
  }

  @Test
  void roomsHaveNoCycles() {
    slices().matching("io.syncjobs.server.(*)..").should().beFreeOfCycles().check(SERVER);
  }

  @Test
  void wireModelsStayInTheApi() {
    noClasses()
        .that()
        .resideOutsideOfPackage("..server.api..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("..api.generated..")
        .check(SERVER);
  }

  @Test
  void onlyStoresSpeakSql() {
    noClasses()
        .that()
        .resideInAnyPackage("..server.api..", "..server.edge..", "..server.security..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.springframework.jdbc..")
        .check(SERVER);
  }

  @Test
  void featuresDoNotKnowHttp() {
    noClasses()
        .that()
        .resideInAnyPackage(
            "..server.job..",
            "..server.template..",
            "..server.repeatability..",
            "..server.secret..",
            "..server.schema..",
            "..server.scim..",
            "..server.connector..",
            "..server.directory..",
            "..server.upload..",
            "..server.expression..",
            "..server.audit..",
            "..server.engine..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "jakarta.servlet..", "org.springframework.web..", "org.springframework.http..")
        .check(SERVER);
  }

  @Test
  void theContractIsReadInOneWay() {
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
