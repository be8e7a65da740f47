# Git clones a repository of 30 commits, collects its garbage and checks it.
# needs: git

export GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_NOSYSTEM=1
export GIT_AUTHOR_NAME=a GIT_AUTHOR_EMAIL=a@b GIT_COMMITTER_NAME=a GIT_COMMITTER_EMAIL=a@b
git init -q origin
for i in {1..30}; do
  seq $i 2000 > origin/file$((i % 7))
  git -C origin add .
  git -C origin commit -qm "commit $i"
done
git clone -q origin clone
cd clone
git log --oneline | wc -l
git gc -q && git fsck 2> /dev/null
echo $?
git status -s | wc -l
