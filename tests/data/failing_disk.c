/*
 * A disk that fails when it is told to. Loaded before the C library (LD_PRELOAD), it stands between
 * a program and the files of one folder, and leaves everything else alone.
 *
 * FAILING_DISK_FOLDER   the folder whose files are concerned, as the kernel names it
 * FAILING_DISK_CONTROL  a file of eight numbers of 64 bits, shared with whoever gives the orders
 * FAILING_DISK_JOURNAL  a file to which every write and sync is appended, if it is named
 *
 * The journal lets the test say what a disk would hold if the power went off: what was synced, and
 * no more than any part of the rest.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

enum { WRITES = 1, SYNCS = 2 };

struct control {
    int64_t kinds;   /* which calls may fail: WRITES, SYNCS or both; 0: none */
    int64_t error;   /* the number of the error */
    int64_t left;    /* the call that fails: 1 is the next one */
    int64_t lasting; /* whether those after it fail too */
    int64_t torn;    /* whether half of a write that fails is written */
    int64_t writes;  /* how many there have been */
    int64_t syncs;
    int64_t failed;
};

struct record {
    int64_t what; /* 1 write, 2 truncate, 3 sync, 4 failed sync */
    int64_t name; /* the length of the name that follows */
    int64_t at;   /* where a write begins, or the new size */
    int64_t length;
};

static struct control *control;
static char folder[4096];
static size_t folder_length;
static int journal = -1;
static pthread_mutex_t order = PTHREAD_MUTEX_INITIALIZER;

static ssize_t (*real_write)(int, const void *, size_t);
static ssize_t (*real_pwrite)(int, const void *, size_t, off_t);
static int (*real_ftruncate)(int, off_t);
static int (*real_fallocate)(int, int, off_t, off_t);
static int (*real_posix_fallocate)(int, off_t, off_t);
static int (*real_fsync)(int);
static int (*real_fdatasync)(int);
static ssize_t (*real_writev)(int, const struct iovec *, int);

static void find_real_calls(void) {
    real_pwrite = dlsym(RTLD_NEXT, "pwrite");
    real_ftruncate = dlsym(RTLD_NEXT, "ftruncate");
    real_fallocate = dlsym(RTLD_NEXT, "fallocate");
    real_posix_fallocate = dlsym(RTLD_NEXT, "posix_fallocate");
    real_fsync = dlsym(RTLD_NEXT, "fsync");
    real_fdatasync = dlsym(RTLD_NEXT, "fdatasync");
    real_writev = dlsym(RTLD_NEXT, "writev");
    real_write = dlsym(RTLD_NEXT, "write");
}

__attribute__((constructor)) static void begin(void) {
    find_real_calls();
    const char *where = getenv("FAILING_DISK_FOLDER");
    const char *orders = getenv("FAILING_DISK_CONTROL");
    const char *log = getenv("FAILING_DISK_JOURNAL");
    if (where == NULL || orders == NULL)
        return;
    folder_length = strlen(where);
    if (folder_length >= sizeof folder)
        return;
    memcpy(folder, where, folder_length + 1);
    int fd = open(orders, O_RDWR | O_CLOEXEC);
    if (fd < 0)
        return;
    void *shared = mmap(NULL, sizeof *control, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    close(fd);
    if (log != NULL)
        journal = open(log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    if (shared != MAP_FAILED)
        control = shared;
}

/* The name below the folder, or nothing when the file is none of ours. */
static const char *ours(int fd, char *name, size_t size) {
    char link[64];
    if (control == NULL)
        return NULL;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, name, size - 1);
    if (length < 0)
        return NULL;
    name[length] = 0;
    if (strncmp(name, folder, folder_length) != 0 || name[folder_length] != '/')
        return NULL;
    return name + folder_length + 1;
}

static int fails(int64_t kind) {
    __atomic_fetch_add(kind == SYNCS ? &control->syncs : &control->writes, 1, __ATOMIC_SEQ_CST);
    if ((__atomic_load_n(&control->kinds, __ATOMIC_SEQ_CST) & kind) == 0)
        return 0;
    int64_t left = __atomic_sub_fetch(&control->left, 1, __ATOMIC_SEQ_CST);
    if (left > 0 || (left < 0 && !__atomic_load_n(&control->lasting, __ATOMIC_SEQ_CST)))
        return 0;
    __atomic_fetch_add(&control->failed, 1, __ATOMIC_SEQ_CST);
    return 1;
}

static int refuse(void) {
    errno = (int)__atomic_load_n(&control->error, __ATOMIC_SEQ_CST);
    return -1;
}

static void note(int64_t what, const char *name, int64_t at, const void *bytes, size_t length) {
    if (journal < 0)
        return;
    struct record record = {what, (int64_t)strlen(name), at, (int64_t)length};
    struct iovec parts[3] = {
        {&record, sizeof record}, {(void *)name, strlen(name)}, {(void *)bytes, length}};
    if (real_writev(journal, parts, bytes == NULL ? 2 : 3) < 0)
        abort();
}

static ssize_t written(int fd, const char *name, const void *bytes, size_t length, off_t at, int placed) {
    pthread_mutex_lock(&order);
    int failing = fails(WRITES);
    size_t wanted = !failing ? length : control->torn ? length / 2 : 0;
    off_t begin = placed ? at : lseek(fd, 0, SEEK_CUR);
    ssize_t done = 0;
    if (wanted > 0 || !failing)
        done = placed ? real_pwrite(fd, bytes, wanted, at) : real_write(fd, bytes, wanted);
    int error = errno;
    if (done > 0)
        note(1, name, begin, bytes, (size_t)done);
    pthread_mutex_unlock(&order);
    errno = error;
    return failing ? refuse() : done;
}

ssize_t write(int fd, const void *bytes, size_t length) {
    char path[4096];
    if (real_write == NULL)
        find_real_calls();
    const char *name = ours(fd, path, sizeof path);
    return name ? written(fd, name, bytes, length, 0, 0) : real_write(fd, bytes, length);
}

ssize_t pwrite(int fd, const void *bytes, size_t length, off_t at) {
    char path[4096];
    if (real_pwrite == NULL)
        find_real_calls();
    const char *name = ours(fd, path, sizeof path);
    return name ? written(fd, name, bytes, length, at, 1) : real_pwrite(fd, bytes, length, at);
}

ssize_t pwrite64(int fd, const void *bytes, size_t length, off64_t at) {
    return pwrite(fd, bytes, length, at);
}

static int resized(int fd, const char *name, off_t size) {
    pthread_mutex_lock(&order);
    int failing = fails(WRITES);
    int done = failing ? 0 : real_ftruncate(fd, size);
    int error = errno;
    if (!failing && done == 0)
        note(2, name, size, NULL, 0);
    pthread_mutex_unlock(&order);
    errno = error;
    return failing ? refuse() : done;
}

int ftruncate(int fd, off_t size) {
    char path[4096];
    if (real_ftruncate == NULL)
        find_real_calls();
    const char *name = ours(fd, path, sizeof path);
    return name ? resized(fd, name, size) : real_ftruncate(fd, size);
}

int ftruncate64(int fd, off64_t size) {
    return ftruncate(fd, size);
}

int fallocate(int fd, int mode, off_t at, off_t length) {
    char path[4096];
    if (real_fallocate == NULL)
        find_real_calls();
    if (ours(fd, path, sizeof path) && fails(WRITES))
        return refuse();
    return real_fallocate(fd, mode, at, length);
}

int fallocate64(int fd, int mode, off64_t at, off64_t length) {
    return fallocate(fd, mode, at, length);
}

int posix_fallocate(int fd, off_t at, off_t length) {
    char path[4096];
    if (real_posix_fallocate == NULL)
        find_real_calls();
    if (ours(fd, path, sizeof path) && fails(WRITES))
        return (int)control->error;
    return real_posix_fallocate(fd, at, length);
}

int posix_fallocate64(int fd, off64_t at, off64_t length) {
    return posix_fallocate(fd, at, length);
}

static int synced(int fd, const char *name, int (*real)(int)) {
    pthread_mutex_lock(&order);
    /* What a kernel could not write it takes for written: the next sync says nothing of it. */
    int failing = fails(SYNCS);
    int done = failing ? 0 : real(fd);
    int error = errno;
    note(!failing && done == 0 ? 3 : 4, name, 0, NULL, 0);
    pthread_mutex_unlock(&order);
    errno = error;
    return failing ? refuse() : done;
}

int fsync(int fd) {
    char path[4096];
    if (real_fsync == NULL)
        find_real_calls();
    const char *name = ours(fd, path, sizeof path);
    return name ? synced(fd, name, real_fsync) : real_fsync(fd);
}

int fdatasync(int fd) {
    char path[4096];
    if (real_fdatasync == NULL)
        find_real_calls();
    const char *name = ours(fd, path, sizeof path);
    return name ? synced(fd, name, real_fdatasync) : real_fdatasync(fd);
}
