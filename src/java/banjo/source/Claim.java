package banjo.source;

/** Another path of the same readers that names a file too: the file is read once, and goes on there when its own path lets go of it. */
final class Claim
{
    /** By which name; NUL-terminated. */
    byte[] name;
    FollowedPath path;
    private int round;

    void make(FollowedPath newPath, int newRound, byte[] newName, int length)
    {
        path = newPath;
        round = newRound;
        if (name == null || !PathNames.same(name, newName, length))
        {
            name = PathNames.copy(newName, length);
        }
    }

    /** @return true when the path named the file in its last look. */
    boolean stands()
    {
        return path != null && round == path.round();
    }
}
