#pragma once
// Linux calls that have no function of the C library, or a variadic one that Swift cannot call.
#include <errno.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <seccomp.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <unistd.h>

// Declared by the C library for _GNU_SOURCE only, which Swift's own import of it lacks.
extern int setresuid(uid_t real, uid_t effective, uid_t saved);
extern int setresgid(gid_t real, gid_t effective, gid_t saved);
extern int getresuid(uid_t *real, uid_t *effective, uid_t *saved);
extern int getresgid(gid_t *real, gid_t *effective, gid_t *saved);

// Whether all of the process's users and groups are these and no group is left over.
static inline int ipclust_is_only(uid_t user, gid_t group) {
  uid_t users[3];
  gid_t groups[3];
  if (getresuid(&users[0], &users[1], &users[2]) != 0) return 0;
  if (getresgid(&groups[0], &groups[1], &groups[2]) != 0) return 0;
  for (int index = 0; index < 3; index++)
    if (users[index] != user || groups[index] != group) return 0;
  return getgroups(0, NULL) == 0;
}

static inline int ipclust_become_group(gid_t group) { return setresgid(group, group, group); }

static inline int ipclust_become_user(uid_t user) { return setresuid(user, user, user); }

// A folder as a place in rules, without the right to read it.
static inline int ipclust_open_place(const char *path) {
  return open(path, __O_PATH | O_CLOEXEC);
}

// Of linux/landlock.h, whose older versions lack the later fields; the kernel takes any prefix.
struct ipclust_landlock_ruleset {
  uint64_t file_system;
  uint64_t network;  // from ABI 4
  uint64_t scoped;   // from ABI 6
};

static inline int ipclust_landlock_abi(void) {
  const unsigned version = 1;
  return (int)syscall(SYS_landlock_create_ruleset, NULL, 0, version);
}

static inline int ipclust_landlock_create(
    const struct ipclust_landlock_ruleset *ruleset, size_t byte_count) {
  return (int)syscall(SYS_landlock_create_ruleset, ruleset, byte_count, 0);
}

static inline int ipclust_landlock_allow_beneath(int ruleset, uint64_t access, int folder) {
  const int path_beneath = 1;
  struct {
    uint64_t access;
    int32_t folder;
  } __attribute__((packed)) rule = {access, folder};
  return (int)syscall(SYS_landlock_add_rule, ruleset, path_beneath, &rule, 0);
}

static inline int ipclust_landlock_restrict(int ruleset) {
  return (int)syscall(SYS_landlock_restrict_self, ruleset, 0);
}

static inline int ipclust_set_no_new_privileges(void) {
  return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
}

// Fails with EINVAL behind the last capability that the kernel knows.
static inline int ipclust_drop_bounding_capability(unsigned long number) {
  return prctl(PR_CAPBSET_DROP, number, 0, 0, 0);
}

static inline int ipclust_clear_ambient_capabilities(void) {
  return prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0);
}

static inline int ipclust_clear_capabilities(void) {
  struct __user_cap_header_struct header = {_LINUX_CAPABILITY_VERSION_3, 0};
  struct __user_cap_data_struct none[_LINUX_CAPABILITY_U32S_3] = {{0, 0, 0}, {0, 0, 0}};
  return (int)syscall(SYS_capset, &header, none);
}

// 1 while any capability is effective, permitted or inheritable, 0 when none is, -1 on failure.
static inline int ipclust_has_capabilities(void) {
  struct __user_cap_header_struct header = {_LINUX_CAPABILITY_VERSION_3, 0};
  struct __user_cap_data_struct data[_LINUX_CAPABILITY_U32S_3] = {{0, 0, 0}, {0, 0, 0}};
  if (syscall(SYS_capget, &header, data) != 0) return -1;
  uint32_t all = 0;
  for (int index = 0; index < _LINUX_CAPABILITY_U32S_3; index++)
    all |= data[index].effective | data[index].permitted | data[index].inheritable;
  return all != 0;
}

// Kills the process at any call of `name`.
static inline int ipclust_seccomp_kill(scmp_filter_ctx filter, const char *name) {
  int number = seccomp_syscall_resolve_name(name);
  if (number == __NR_SCMP_ERROR) return -EINVAL;
  return seccomp_rule_add_exact_array(filter, SCMP_ACT_KILL_PROCESS, number, 0, NULL);
}

// Lets every call of `name` end with EACCES.
static inline int ipclust_seccomp_refuse(scmp_filter_ctx filter, const char *name) {
  int number = seccomp_syscall_resolve_name(name);
  if (number == __NR_SCMP_ERROR) return -EINVAL;
  return seccomp_rule_add_exact_array(filter, SCMP_ACT_ERRNO(EACCES), number, 0, NULL);
}

// Kills the process at a call of `name` whose argument has exactly `bits` under `mask`.
static inline int ipclust_seccomp_kill_where(
    scmp_filter_ctx filter, const char *name, unsigned argument, uint64_t mask, uint64_t bits) {
  int number = seccomp_syscall_resolve_name(name);
  if (number == __NR_SCMP_ERROR) return -EINVAL;
  struct scmp_arg_cmp comparison = {argument, SCMP_CMP_MASKED_EQ, mask, bits};
  return seccomp_rule_add_exact_array(filter, SCMP_ACT_KILL_PROCESS, number, 1, &comparison);
}

static inline scmp_filter_ctx ipclust_seccomp_allowing_filter(void) {
  return seccomp_init(SCMP_ACT_ALLOW);
}

// For all threads, should there be another.
static inline int ipclust_seccomp_load(scmp_filter_ctx filter) {
  int status = seccomp_attr_set(filter, SCMP_FLTATR_CTL_TSYNC, 1);
  return status != 0 ? status : seccomp_load(filter);
}
