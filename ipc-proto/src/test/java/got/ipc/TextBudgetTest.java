package got.ipc;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TextBudgetTest {
  private static final int COST = 1 << 10;
  private final TextBudget budget = new TextBudget();

  private static String line(int cost) {
    return "x".repeat(cost - TextBudget.LINE_COST);
  }

  @Test
  void budgetIsSpentToItsLastChar() {
    for (int i = 0; i < Limits.TEXT / COST; i++) {
      assertThat(budget.spend(line(COST), false)).isTrue();
    }
    assertThat(budget.spend("", false)).isFalse();
  }

  @Test
  void emptyLinesCostToo() {
    for (int i = 0; i < Limits.TEXT / TextBudget.LINE_COST; i++) {
      assertThat(budget.spend("", false)).isTrue();
    }
    assertThat(budget.spend("", false)).isFalse();
  }

  @Test
  void linesThatPassCostLess() {
    for (int i = 0; i < Limits.TEXT / (TextBudget.PASSING_COST + 8); i++) {
      assertThat(budget.spend("x".repeat(8), true)).isTrue();
    }
    assertThat(budget.spend("", true)).isFalse();
  }

  @Test
  void nothingFitsBehindALineThatDidNot() {
    for (int i = 0; i < Limits.TEXT / COST - 1; i++) {
      assertThat(budget.spend(line(COST), false)).isTrue();
    }
    assertThat(budget.spend(line(COST + 1), false)).isFalse();
    assertThat(budget.spend("", false)).isFalse();
  }
}
