/* The program's own seccomp filters, which do not see the calls that the hook makes: it asks them itself. */
#pragma once
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>

#include "hook.h"

struct state {
  uint32_t a, x, memory[BPF_MEMWORDS];
};

/* A word of struct seccomp_data; false for the instruction pointer, which is the stub's here. */
static int load(const struct regs *regs, uint32_t offset, uint32_t *to) {
  if (offset == offsetof(struct seccomp_data, nr)) {
    *to = (uint32_t)regs->rax;
  } else if (offset == offsetof(struct seccomp_data, arch)) {
    *to = AUDIT_ARCH_X86_64;
  } else if (offset >= offsetof(struct seccomp_data, args) && offset < sizeof(struct seccomp_data)) {
    u64 value = argument(regs, A0 + (int)(offset - offsetof(struct seccomp_data, args)) / 8);
    *to = (uint32_t)(offset & 4 ? value >> 32 : value);
  } else {
    return 0;
  }
  return 1;
}

/* False where it divides by zero, which ends a filter. */
static int calculate(struct state *state, const struct sock_filter *step) {
  uint32_t operand = BPF_SRC(step->code) == BPF_X ? state->x : step->k;
  switch (BPF_OP(step->code)) {
    case BPF_ADD: state->a += operand; break;
    case BPF_SUB: state->a -= operand; break;
    case BPF_MUL: state->a *= operand; break;
    case BPF_DIV:
      if (!operand) return 0;
      state->a /= operand;
      break;
    case BPF_AND: state->a &= operand; break;
    case BPF_OR: state->a |= operand; break;
    case BPF_XOR: state->a ^= operand; break;
    case BPF_LSH: state->a <<= operand & 31; break;
    case BPF_RSH: state->a >>= operand & 31; break;
    case BPF_NEG: state->a = -state->a; break;
    default: return 0;
  }
  return 1;
}

static uint32_t distance(const struct state *state, const struct sock_filter *step) {
  uint32_t operand = BPF_SRC(step->code) == BPF_X ? state->x : step->k;
  switch (BPF_OP(step->code)) {
    case BPF_JA: return step->k;
    case BPF_JEQ: return state->a == operand ? step->jt : step->jf;
    case BPF_JGT: return state->a > operand ? step->jt : step->jf;
    case BPF_JGE: return state->a >= operand ? step->jt : step->jf;
    default: return state->a & operand ? step->jt : step->jf;
  }
}

/* What LD and LDX load; false where it is not known here. */
static int fetch(const struct state *state, const struct regs *regs, const struct sock_filter *step, uint32_t *to) {
  switch (BPF_MODE(step->code)) {
    case BPF_IMM: *to = step->k; return 1;
    case BPF_MEM: *to = state->memory[step->k % BPF_MEMWORDS]; return 1;
    case BPF_LEN: *to = sizeof(struct seccomp_data); return 1;
    default: return load(regs, step->k, to);
  }
}

static int lets_pass(const struct sock_filter *step, const struct sock_filter *end, const struct regs *regs) {
  struct state state;
  state.a = state.x = 0;
  for (int word = 0; word < BPF_MEMWORDS; word++) *(volatile uint32_t *)&state.memory[word] = 0;
  for (; step < end; step++) {
    switch (BPF_CLASS(step->code)) {
      case BPF_LD:
        if (!fetch(&state, regs, step, &state.a)) return 0;
        break;
      case BPF_LDX:
        if (!fetch(&state, regs, step, &state.x)) return 0;
        break;
      case BPF_ST: state.memory[step->k % BPF_MEMWORDS] = state.a; break;
      case BPF_STX: state.memory[step->k % BPF_MEMWORDS] = state.x; break;
      case BPF_ALU:
        if (!calculate(&state, step)) return 0;
        break;
      case BPF_JMP: step += distance(&state, step); break;
      case BPF_RET:
        return ((BPF_RVAL(step->code) == BPF_A ? state.a : step->k) & SECCOMP_RET_ACTION_FULL) == SECCOMP_RET_ALLOW;
      default:
        if (BPF_MISCOP(step->code) == BPF_TXA) state.a = state.x;
        else state.x = state.a;
    }
  }
  return 0;
}

/* Whether a filter may refuse the call; those that none refuses whatever they ask for have no bit. */
static int is_refused(const struct regs *regs) {
  if (!(WORD(JRR_HOOK_REFUSED + regs->rax / 64 * 8) >> regs->rax % 64 & 1)) return 0;
  u64 count = WORD(JRR_HOOK_FILTERS);
  const u64 *at = (const u64 *)(JRR_HOOK_FILTERS + 8);
  if (!count) return 1;
  for (; count; count--) {
    const struct sock_filter *code = (const struct sock_filter *)(at + 1);
    if (!lets_pass(code, code + *at, regs)) return 1;
    at += 1 + *at;
  }
  return 0;
}
