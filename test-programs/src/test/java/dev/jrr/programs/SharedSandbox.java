package dev.jrr.programs;

import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** One sandbox for all tests of a class: it stays for a look where any of them failed. */
final class SharedSandbox implements AfterTestExecutionCallback, AfterAllCallback {
  private final Sandbox sandbox;
  private volatile boolean failed;

  SharedSandbox(Sandbox sandbox) {
    this.sandbox = sandbox;
  }

  @Override
  public void afterTestExecution(ExtensionContext context) {
    failed |= context.getExecutionException().isPresent();
  }

  @Override
  public void afterAll(ExtensionContext context) {
    if (!failed && context.getExecutionException().isEmpty()) {
      sandbox.passed();
    }
    sandbox.close();
  }
}
