/* Stands for every program that the installer starts: the frozen program, netsh and schtasks. Writes down how it was
   called, in %ProgramData%\stub-calls.txt. Called as "machine init KEY=VALUE ...", it also does what the real one does:
   makes the machine's settings file unless it is there, leaves out empty values, and fails on what it cannot take. */
#include <stdio.h>
#include <string.h>
#include <windows.h>

static void folder_path(wchar_t *path, const wchar_t *name) {
    GetEnvironmentVariableW(L"ProgramData", path, MAX_PATH);
    wcscat(path, name);
}

static void append(const wchar_t *path, const wchar_t *text) {
    char utf8[4096];
    DWORD written;
    int size = WideCharToMultiByte(CP_UTF8, 0, text, -1, utf8, sizeof utf8, NULL, NULL) - 1;
    HANDLE file = CreateFileW(path, FILE_APPEND_DATA, FILE_SHARE_READ, NULL, OPEN_ALWAYS, 0, NULL);
    WriteFile(file, utf8, size, &written, NULL);
    CloseHandle(file);
}

static int machine_init(int argc, wchar_t **argv) {
    wchar_t path[MAX_PATH] = L"", line[2048], *equals;
    HANDLE file;
    for (int i = 3; i < argc; i++)
        if (wcsstr(argv[i], L"=refused")) return 2;
    folder_path(path, L"\\Countersign\\countersign.toml");
    file = CreateFileW(path, GENERIC_WRITE, 0, NULL, CREATE_NEW, 0, NULL);
    if (file == INVALID_HANDLE_VALUE) return GetLastError() == ERROR_FILE_EXISTS ? 0 : 1;
    CloseHandle(file);
    for (int i = 3; i < argc; i++) {
        equals = wcschr(argv[i], L'=');
        if (!equals || !equals[1]) continue;
        *equals = 0;
        swprintf(line, 2048, L"%ls = '%ls'\n", argv[i], equals + 1);
        append(path, line);
    }
    return 0;
}

int wmain(int argc, wchar_t **argv) {
    wchar_t log[MAX_PATH] = L"";
    folder_path(log, L"\\stub-calls.txt");
    append(log, GetCommandLineW());
    append(log, L"\n");
    if (argc > 2 && !wcscmp(argv[1], L"machine") && !wcscmp(argv[2], L"init")) return machine_init(argc, argv);
    return 0;
}
