// SPDX-License-Identifier: BSL-1.0
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

// The main function of a target that is built without libFuzzer: runs every file of the folders
// that it is given. The target ends the process where a rule is broken.

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size);

// libFuzzer has it; a target's own mutator may refer to it and is never called here
extern "C" std::size_t LLVMFuzzerMutate(std::uint8_t*, std::size_t size, std::size_t) {
    return size;
}

namespace {

std::vector<std::filesystem::path> files_of(std::filesystem::path const& folder) {
    std::vector<std::filesystem::path> files;
    if (std::filesystem::is_directory(folder)) {
        for (auto const& each : std::filesystem::directory_iterator(folder)) {
            if (each.is_regular_file()) {
                files.push_back(each.path());
            }
        }
    } else if (std::filesystem::is_regular_file(folder)) {
        files.push_back(folder);
    }
    std::sort(files.begin(), files.end());
    return files;
}

void replay(std::filesystem::path const& file) {
    // told before it runs, so that the last line names the input that broke a rule
    std::printf("%s\n", file.string().c_str());
    std::fflush(stdout);
    std::ifstream in(file, std::ios::binary);
    std::string const bytes{std::istreambuf_iterator<char>(in), {}};
    // a copy of its exact size, so that a sanitizer sees a read too far
    std::vector<std::uint8_t> const input(bytes.begin(), bytes.end());
    LLVMFuzzerTestOneInput(input.data(), input.size());
}

}  // namespace

int main(int count, char** arguments) {
    std::size_t total = 0;
    std::string counts;
    std::string target;
    for (int i = 1; i < count; ++i) {
        std::filesystem::path const folder(arguments[i]);
        auto const files = files_of(folder);
        std::for_each(files.begin(), files.end(), replay);
        total += files.size();
        counts += (i == 1 ? "" : ", ") + std::to_string(files.size()) + " of " +
                  folder.parent_path().filename().string();
        target = folder.filename().string();
    }
    std::printf("[ replay   ] %s: %s, no rule broken\n", target.c_str(), counts.c_str());
    return total == 0 ? 1 : 0;
}
