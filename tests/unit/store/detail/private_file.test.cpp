// SPDX-License-Identifier: BSL-1.0
#include <bcauth/store/detail/private_file.hpp>

#include "support/child_process.hpp"
#include "support/temporary_folder.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <iterator>
#include <string>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace {

using bcauth::detail::make_file_private;
using bcauth::detail::make_private_file;

class PrivateFile : public testing::Test {
protected:
    [[nodiscard]] unsigned mode() const {
        struct stat found {};
        EXPECT_EQ(::stat(path.c_str(), &found), 0);
        return found.st_mode & 07777U;
    }

    temporary_folder folder;
    std::string path = folder / "file";
};

TEST_F(PrivateFile, IsMadeWithNothingBesideIt) {
    auto const mask = ::umask(0);
    EXPECT_TRUE(make_private_file(path));
    ::umask(mask);
    EXPECT_EQ(mode(), 0600U);
    auto const files = std::filesystem::directory_iterator(folder.path());
    EXPECT_EQ(std::distance(begin(files), end(files)), 1);
}

TEST_F(PrivateFile, ThatIsThereIsLeftAsItIs) {
    write_bytes(path, "content");
    ASSERT_EQ(::chmod(path.c_str(), 0644), 0);
    EXPECT_TRUE(make_private_file(path));
    EXPECT_EQ(bytes_of(path), "content");
    EXPECT_EQ(mode(), 0644U);
}

TEST_F(PrivateFile, IsNoFolderAndHasOne) {
    EXPECT_FALSE(make_private_file(folder.path()));
    EXPECT_FALSE(make_private_file(folder / "missing/file"));
}

TEST_F(PrivateFile, LosesEveryRightOfOthersAndNoneOfItsOwner) {
    write_bytes(path, "content");
    for (auto const rights : {0644U, 0606U, 0640U, 0700U, 0777U}) {
        ASSERT_EQ(::chmod(path.c_str(), rights), 0);
        EXPECT_TRUE(make_file_private(path.c_str()));
        EXPECT_EQ(mode(), 0600U);
    }
    ASSERT_EQ(::chmod(path.c_str(), 0400), 0);
    EXPECT_TRUE(make_file_private(path.c_str()));
    EXPECT_EQ(mode(), 0400U);
    EXPECT_TRUE(make_file_private((folder / "missing").c_str()));
}

// a lock that this process holds would go with any descriptor of the file that it closes
TEST_F(PrivateFile, KeepsTheLocksOfThisProcess) {
    write_bytes(path, "content");
    auto const file = ::open(path.c_str(), O_RDWR);
    struct flock lock {};
    lock.l_type = F_WRLCK;
    ASSERT_EQ(::fcntl(file, F_SETLK, &lock), 0);
    EXPECT_TRUE(make_private_file(path));
    EXPECT_TRUE(make_file_private(path.c_str()));
    child_process stranger([&](auto const&) {
        struct flock wanted {};
        wanted.l_type = F_WRLCK;
        return ::fcntl(file, F_SETLK, &wanted) == 0 ? 1 : 0;
    });
    EXPECT_EQ(stranger.wait(), 0) << "another process could take the lock";
    ::close(file);
}

}  // namespace
